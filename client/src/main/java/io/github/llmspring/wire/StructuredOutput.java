package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a model is brought to answer in the form that a request asks for.
 *
 * @param mode the way
 * @param format the form
 * @param schema the schema of the form
 */
public record StructuredOutput(Mode mode, OutputFormat format, ObjectNode schema) {

	/**
	 * Way of the models without tools: {@code schema} for a field that takes the schema,
	 * {@code tool} for a tool that has to be called with the answer, {@code json} for a
	 * field that asks for JSON of any form, {@code prompt} for words alone. Where a wire
	 * format has no such way, the next one is taken.
	 */
	static final DialectKey<String> WAY = DialectKey.text("structured-output", "schema");

	/**
	 * Way of requests that offer tools; empty where it is the same.
	 */
	static final DialectKey<String> WAY_BESIDE_TOOLS = DialectKey.text("structured-output-beside-tools", "");

	/**
	 * Whether a schema of the answer is sent by the strict rules, so that the service
	 * guarantees it; where not, it is sent as it is.
	 */
	static final DialectKey<Boolean> STRICT_SCHEMA = DialectKey.flag("strict-schema", false);

	/**
	 * Keywords of a schema that the strict rules do not take.
	 */
	static final DialectKey<List<?>> UNENFORCED_KEYWORDS = DialectKey.list("unenforced-keywords", "minLength",
			"maxLength", "minProperties", "maxProperties", "uniqueItems", "default");

	/**
	 * How the form of a request is asked for.
	 * @param request the request
	 * @param dialect the dialect of the model
	 * @return the way, or {@code null} where the request asks for no form
	 * @throws LlmException with reason {@code INVALID_REQUEST} if the schema is no JSON
	 * object
	 */
	public static @Nullable StructuredOutput of(ChatRequest request, Dialect dialect) {
		OutputFormat format = request.outputFormat();
		if (format == null) {
			return null;
		}
		if (!(dialect.json().tree(format.schema()) instanceof ObjectNode schema)) {
			throw LlmException
				.builder(LlmException.Reason.INVALID_REQUEST,
						"the schema of the output format '" + format.name() + "' is no JSON object")
				.advice("Give a JSON Schema such as {\"type\": \"object\", \"properties\": {}}.")
				.build();
		}
		String besideTools = request.tools().isEmpty() ? "" : dialect.get(WAY_BESIDE_TOOLS);
		String way = besideTools.isEmpty() ? dialect.get(WAY) : besideTools;
		return new StructuredOutput(Mode.valueOf(way.toUpperCase(Locale.ROOT)), format, schema);
	}

	/**
	 * The same form, asked for in another way.
	 * @param mode the other way
	 * @return the changed value
	 */
	public StructuredOutput by(Mode mode) {
		return new StructuredOutput(mode, this.format, this.schema);
	}

	/**
	 * The schema as a service takes it.
	 * @param rules what the service takes
	 * @return the schema, or {@code null} where these rules cannot express it
	 */
	public @Nullable JsonNode schema(SchemaRules rules) {
		return rules.apply(this.schema);
	}

	/**
	 * The schema by the strict rules that many services share.
	 * @param dialect the dialect of the model
	 * @return the schema, or {@code null} where it is not asked for, the service does not
	 * know the rules or they cannot express it
	 */
	public @Nullable JsonNode strictSchema(Dialect dialect) {
		return (this.mode == Mode.SCHEMA && dialect.get(STRICT_SCHEMA))
				? schema(new SchemaRules(dialect.get(UNENFORCED_KEYWORDS), true)) : null;
	}

	/**
	 * The form in words.
	 * @return what to tell the model
	 */
	public String instruction() {
		return "Answer with one JSON object and nothing else, no explanation and no code fence. "
				+ "The object has to fit this JSON Schema:\n" + this.schema;
	}

	/**
	 * Adds the form in words to the rules of the conversation.
	 * @param messages the conversation
	 * @return the conversation with the form at the end of its first rules
	 */
	public List<Message> instruct(List<Message> messages) {
		List<Message> instructed = new ArrayList<>(messages);
		if (!messages.isEmpty() && messages.get(0).role() == Role.SYSTEM) {
			Message rules = messages.get(0);
			instructed.set(0, new Message(Role.SYSTEM, Message.system(rules.text() + "\n\n" + instruction()).content(),
					rules.cached()));
		}
		else {
			instructed.add(0, Message.system(instruction()));
		}
		return instructed;
	}

	/**
	 * Way to an answer of a form.
	 */
	public enum Mode {

		/**
		 * A field of the request takes the schema.
		 */
		SCHEMA,

		/**
		 * The model has to call a tool with the answer.
		 */
		TOOL,

		/**
		 * A field of the request asks for JSON, and words say of which form.
		 */
		JSON,

		/**
		 * Words say it all.
		 */
		PROMPT

	}

}
