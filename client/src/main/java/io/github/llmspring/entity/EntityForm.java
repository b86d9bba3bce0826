package io.github.llmspring.entity;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.JsonSchema;
import io.github.llmspring.schema.SchemaProperty;
import io.github.llmspring.schema.StrictJson;
import io.github.llmspring.schema.TypeSchemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * The form in JSON of a type: how it is described, checked and read.
 * <p>
 * Services want the root of an answer to be an object, so anything else is the one
 * property of an object.
 */
final class EntityForm<T> {

	private static final String WRAPPER = "value";

	private static final int LONGEST_NAME = 64;

	private static final Map<Type, EntityForm<?>> KNOWN = new ConcurrentReferenceHashMap<>();

	private final Type type;

	private final boolean wrapped;

	private final OutputFormat format;

	private final JsonSchema schema;

	private EntityForm(Type type) {
		this.type = type;
		this.wrapped = !TypeSchemas.PLAIN.isObject(type);
		String text = this.wrapped ? TypeSchemas.PLAIN.ofObject(List.of(new SchemaProperty(WRAPPER, type, null, true)))
				: TypeSchemas.PLAIN.of(type);
		this.format = new OutputFormat(name(type), text, this::problem);
		this.schema = JsonSchema.of(text);
	}

	/**
	 * Form of a type, made once.
	 */
	@SuppressWarnings("unchecked")
	static <T> EntityForm<T> of(ParameterizedTypeReference<T> reference) {
		Type type = reference.getType();
		EntityForm<?> known = KNOWN.get(type);
		if (known == null) {
			known = new EntityForm<>(type);
			KNOWN.put(type, known);
		}
		return (EntityForm<T>) known;
	}

	private static String name(Type type) {
		String whole = type.getTypeName().replaceAll("[\\w.]+[.$](?=\\w)", "");
		String name = whole.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
		return name.isEmpty() ? "answer" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
	}

	/**
	 * What the model is told.
	 */
	OutputFormat format() {
		return this.format;
	}

	private @Nullable String problem(ChatResponse answer) {
		try {
			bind(read(answer));
			return null;
		}
		catch (InvalidJsonException ex) {
			return ex.getMessage();
		}
	}

	/**
	 * Document of an answer.
	 * @param answer the answer
	 * @return the document, which fits the schema
	 * @throws InvalidJsonException if there is none that fits
	 */
	JsonNode read(ChatResponse answer) throws InvalidJsonException {
		return AnswerDocument.of(this, answer);
	}

	/**
	 * Checks a document.
	 * @param document the document
	 * @return the document, wrapped if it should be and was not
	 * @throws InvalidJsonException if it does not fit
	 */
	JsonNode check(JsonNode document) throws InvalidJsonException {
		boolean bare = this.wrapped && !document.has(WRAPPER);
		return this.schema
			.check(bare ? JsonNodeFactory.instance.objectNode().<JsonNode>set(WRAPPER, document) : document);
	}

	/**
	 * Value of a whole answer.
	 * @param document the answer after its check
	 * @return the value
	 * @throws InvalidJsonException if the type does not take it
	 */
	T bind(JsonNode document) throws InvalidJsonException {
		T value = value(document);
		if (value == null) {
			throw new InvalidJsonException("the value is null");
		}
		return value;
	}

	/**
	 * Value of a part of an answer.
	 * @param document what there is of the answer
	 * @return the value, or {@code null} where it is not there or not yet one of the type
	 */
	@Nullable T part(JsonNode document) {
		try {
			return (this.wrapped && !document.has(WRAPPER)) ? null : value(document);
		}
		catch (InvalidJsonException ex) {
			return null;
		}
	}

	@SuppressWarnings("unchecked")
	private @Nullable T value(JsonNode document) throws InvalidJsonException {
		try {
			return (T) StrictJson.bind(this.wrapped ? document.path(WRAPPER) : document, this.type);
		}
		catch (IllegalArgumentException ex) {
			throw LlmException.builder(Reason.INVALID_REQUEST, "no " + this.format.name() + " can be asked for")
				.advice(ex.getMessage() + ". Ask for a record or class, or tell its subtypes with @JsonSubTypes.")
				.build();
		}
	}

}
