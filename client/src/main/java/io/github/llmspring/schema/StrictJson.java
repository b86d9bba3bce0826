package io.github.llmspring.schema;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that a model wrote, read without trust, and values written for a model.
 * <p>
 * No name may stand twice in an object, nothing may follow the document, and nesting is
 * limited to {@value #DEPTH} levels. Enums go by their constants' names unless Jackson's
 * annotations say otherwise.
 */
public final class StrictJson {

	/**
	 * Deepest nesting that is read.
	 */
	public static final int DEPTH = 64;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build())
		.disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private StrictJson() {
	}

	/**
	 * Reads a document.
	 * @param text the document
	 * @return the document as a tree
	 * @throws InvalidJsonException if the text is no JSON
	 */
	public static JsonNode read(String text) throws InvalidJsonException {
		try {
			JsonNode tree = MAPPER.readTree(text);
			if (!tree.isMissingNode()) {
				return tree;
			}
		}
		catch (JacksonException ex) {
			throw new InvalidJsonException("this is no JSON: " + ex.getOriginalMessage());
		}
		throw new InvalidJsonException("this is no JSON: it is empty");
	}

	/**
	 * Makes a value of a document.
	 * @param document the document
	 * @param type the type of the value
	 * @return the value
	 * @throws InvalidJsonException if the document does not fit the type
	 * @throws IllegalArgumentException if no document can become the type
	 */
	public static @Nullable Object bind(JsonNode document, Type type) throws InvalidJsonException {
		try {
			return MAPPER.readerFor(MAPPER.constructType(type)).readValue(document);
		}
		catch (InvalidDefinitionException ex) {
			throw new IllegalArgumentException(
					type.getTypeName() + " cannot be made of JSON: " + ex.getOriginalMessage(), ex);
		}
		catch (JacksonException ex) {
			String where = ex.getPath().isEmpty() ? "" : at(ex) + ": ";
			throw new InvalidJsonException(where + ex.getOriginalMessage().replace('\n', ' '));
		}
	}

	private static String at(JacksonException failure) {
		StringBuilder path = new StringBuilder();
		failure.getPath().forEach((step) -> {
			Object name = (step.getPropertyName() != null) ? step.getPropertyName() : step.getIndex();
			path.append('/').append(name);
		});
		return path.toString();
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @return the value as JSON
	 * @throws IllegalArgumentException if the value cannot be written
	 */
	public static String write(@Nullable Object value) {
		try {
			return MAPPER.writeValueAsString(value);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The value cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	static JsonMapper mapper() {
		return MAPPER;
	}

}
