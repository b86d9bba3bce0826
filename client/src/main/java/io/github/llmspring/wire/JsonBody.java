package io.github.llmspring.wire;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Object of a request's body into which the caller may mix fields of their own.
 * <p>
 * The caller's fields win over ours; objects on both sides are merged, level by level.
 */
public final class JsonBody {

	private final JsonGenerator generator;

	private final Map<?, ?> extra;

	private final Set<String> written = new HashSet<>(0);

	private JsonBody(JsonGenerator generator, Map<?, ?> extra) {
		this.generator = generator;
		this.extra = extra;
	}

	/**
	 * Writes a body.
	 * @param json writes the JSON
	 * @param extra fields of the caller, by name
	 * @param fields writes our fields
	 * @return the body in UTF-8
	 */
	public static byte[] write(Json json, Map<String, Object> extra, Consumer<JsonBody> fields) {
		return json.write((generator) -> new JsonBody(generator, extra).object(fields));
	}

	private void object(Consumer<JsonBody> fields) {
		this.generator.writeStartObject();
		fields.accept(this);
		this.extra.forEach((name, value) -> {
			if (!this.written.contains(name)) {
				this.generator.writeName((String) name);
				this.generator.writePOJO(value);
			}
		});
		this.generator.writeEndObject();
	}

	/**
	 * Writes a field unless it has no value or the caller has set it.
	 * @param name the field's name
	 * @param value text, number, boolean, or a list or map of these
	 * @return this body
	 */
	public JsonBody field(String name, @Nullable Object value) {
		if (value != null && !this.extra.containsKey(name)) {
			this.generator.writeName(name);
			write(value);
		}
		return this;
	}

	/**
	 * Most values are such that nobody need look for a serializer.
	 */
	private void write(Object value) {
		if (value instanceof String text) {
			this.generator.writeString(text);
		}
		else if (value instanceof Double number) {
			this.generator.writeNumber(number);
		}
		else if (value instanceof Integer number) {
			this.generator.writeNumber(number);
		}
		else if (value instanceof Boolean flag) {
			this.generator.writeBoolean(flag);
		}
		else {
			this.generator.writePOJO(value);
		}
	}

	/**
	 * Writes a field of any shape unless the caller has set it.
	 * @param name the field's name
	 * @param value writes the value
	 * @return this body
	 */
	public JsonBody value(String name, Consumer<JsonGenerator> value) {
		if (!this.extra.containsKey(name)) {
			this.generator.writeName(name);
			value.accept(this.generator);
		}
		return this;
	}

	/**
	 * Writes an object and merges the caller's fields of that object into it.
	 * @param name the field's name
	 * @param fields writes our fields of the object
	 * @return this body
	 */
	public JsonBody object(String name, Consumer<JsonBody> fields) {
		Object callers = this.extra.get(name);
		if (callers == null || callers instanceof Map) {
			this.written.add(name);
			this.generator.writeName(name);
			new JsonBody(this.generator, (callers instanceof Map<?, ?> map) ? map : Map.of()).object(fields);
		}
		return this;
	}

}
