package io.github.llmspring.schema;

import java.util.Map;

import tools.jackson.databind.JsonNode;

import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * A JSON Schema that documents are checked against.
 * <p>
 * Made once for each text and kept as long as memory allows. References lead only within
 * the schema: nothing is fetched.
 */
public final class JsonSchema {

	private static final String VALIDATOR = "com.networknt.schema.SchemaRegistry";

	private static final Map<String, JsonSchema> KNOWN = new ConcurrentReferenceHashMap<>();

	private final JsonNode document;

	private final SchemaValidator validator;

	private JsonSchema(JsonNode document) {
		this.document = document;
		this.validator = new SchemaValidator(document);
	}

	/**
	 * Schema of a text.
	 * @param text the schema, an object in JSON
	 * @return the schema
	 * @throws IllegalArgumentException if the text is no schema
	 * @throws MissingLibraryException if the validator is not on the classpath
	 */
	public static JsonSchema of(String text) {
		JsonSchema known = KNOWN.get(text);
		if (known == null) {
			MissingLibraryException.check(VALIDATOR, "Checking JSON against a schema",
					"com.networknt:json-schema-validator");
			known = new JsonSchema(read(text));
			KNOWN.put(text, known);
		}
		return known;
	}

	private static JsonNode read(String text) {
		try {
			JsonNode document = StrictJson.read(text);
			if (document.isObject()) {
				return document;
			}
		}
		catch (InvalidJsonException ex) {
			throw new IllegalArgumentException("The schema cannot be read, " + ex.getMessage(), ex);
		}
		throw new IllegalArgumentException("The schema is no JSON object");
	}

	/**
	 * Checks a document.
	 * @param value the document; a {@code null} in it that stands for an optional
	 * property which cannot be null is taken out, since many models write absence so
	 * @return the document
	 * @throws InvalidJsonException if the document does not fit
	 */
	public JsonNode check(JsonNode value) throws InvalidJsonException {
		new AbsentNulls(this.document).remove(value);
		this.validator.check(value);
		return value;
	}

}
