package io.github.llmspring.schema;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON Schemas of Java types: records, classes, enums, collections, maps, dates.
 * <p>
 * Names, descriptions and subtypes are what Jackson's annotations say. A property is
 * required unless it is an {@code Optional}, nullable, or said to be optional. Objects
 * take no other properties than their own. Types that stand in a schema more than once
 * are under {@code $defs}.
 */
public final class TypeSchemas {

	/**
	 * Schemas that know no annotations but Jackson's.
	 */
	public static final TypeSchemas PLAIN = new TypeSchemas(MemberNotes.NONE);

	private static final String GENERATOR = "com.github.victools.jsonschema.generator.SchemaGenerator";

	private static final String MODULE = "com.github.victools.jsonschema.module.jackson.JacksonSchemaModule";

	private static final String PURPOSE = "Making a JSON Schema of a Java type";

	private final MemberNotes notes;

	private volatile @Nullable TypeSchemaGenerator generator;

	/**
	 * Schemas that know annotations of the caller.
	 * @param notes reads the annotations
	 */
	public TypeSchemas(MemberNotes notes) {
		this.notes = notes;
	}

	/**
	 * Schema of a type.
	 * @param type the type
	 * @return the schema
	 * @throws MissingLibraryException if the generator is not on the classpath
	 */
	public String of(Type type) {
		return generator().of(type).toString();
	}

	/**
	 * Schema of a type that must be an object.
	 * @param type the type
	 * @return the schema
	 * @throws IllegalArgumentException if values of the type are no objects in JSON
	 * @throws MissingLibraryException if the generator is not on the classpath
	 */
	public String ofObject(Type type) {
		JsonNode schema = generator().of(type);
		if (!describesObject(schema)) {
			throw new IllegalArgumentException(
					type.getTypeName() + " is no object in JSON: wrap it in a record with a name for it");
		}
		return schema.toString();
	}

	/**
	 * Whether values of a type are objects in JSON and nothing else.
	 * @param type the type
	 * @return whether they are
	 * @throws MissingLibraryException if the generator is not on the classpath
	 */
	public boolean isObject(Type type) {
		return describesObject(generator().of(type));
	}

	private static boolean describesObject(JsonNode schema) {
		JsonNode kind = schema.path("type");
		return kind.isString() && kind.stringValue().equals("object");
	}

	/**
	 * Schema of an object of some properties.
	 * @param properties the properties
	 * @return the schema
	 * @throws MissingLibraryException if the generator is not on the classpath
	 */
	public String ofObject(List<SchemaProperty> properties) {
		return generator().ofObject(properties).toString();
	}

	/**
	 * Whether a type says by itself that there may be no value.
	 * @param type the type
	 * @return whether it does
	 */
	public static boolean isOptional(Class<?> type) {
		return type == Optional.class || type == OptionalInt.class || type == OptionalLong.class
				|| type == OptionalDouble.class;
	}

	private TypeSchemaGenerator generator() {
		TypeSchemaGenerator current = this.generator;
		if (current == null) {
			MissingLibraryException.check(GENERATOR, PURPOSE, "com.github.victools:jsonschema-generator");
			MissingLibraryException.check(MODULE, PURPOSE, "com.github.victools:jsonschema-module-jackson");
			current = new TypeSchemaGenerator(this.notes);
			this.generator = current;
		}
		return current;
	}

}
