package io.github.llmspring.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;

/**
 * What Jackson writes values of a type as, where that is neither an object nor an array.
 */
final class WrittenForm extends JsonFormatVisitorWrapper.Base {

	private @Nullable String name;

	/**
	 * Name of a type's form in JSON Schema.
	 * @param type the type
	 * @return the name, or {@code null} where values have parts or may be anything
	 */
	static @Nullable String of(Class<?> type) {
		WrittenForm form = new WrittenForm();
		try {
			StrictJson.mapper().acceptJsonFormatVisitor(type, form);
			return form.name;
		}
		catch (JacksonException ex) {
			// cannot be written, though perhaps read
			return null;
		}
	}

	@Override
	public @Nullable JsonStringFormatVisitor expectStringFormat(JavaType type) {
		this.name = "string";
		return null;
	}

	@Override
	public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
		this.name = "number";
		return null;
	}

	@Override
	public @Nullable JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
		this.name = "integer";
		return null;
	}

	@Override
	public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
		this.name = "boolean";
		return null;
	}

}
