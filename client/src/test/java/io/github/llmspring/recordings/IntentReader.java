package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.recordings.Intent.Piece;
import io.github.llmspring.recordings.Intent.Said;
import io.github.llmspring.recordings.Intent.Shown;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the body of a request into what it wants, and notes what this version of the
 * library has no word for.
 */
abstract class IntentReader {

	private static final Map<String, String> OPTIONS = Map.ofEntries(Map.entry("temperature", "temperature"),
			Map.entry("top_p", "topP"), Map.entry("topP", "topP"), Map.entry("max_tokens", "maxOutputTokens"),
			Map.entry("max_completion_tokens", "maxOutputTokens"), Map.entry("maxOutputTokens", "maxOutputTokens"),
			Map.entry("num_predict", "maxOutputTokens"), Map.entry("maxTokens", "maxOutputTokens"),
			Map.entry("seed", "seed"), Map.entry("random_seed", "seed"),
			Map.entry("frequency_penalty", "frequencyPenalty"), Map.entry("frequencyPenalty", "frequencyPenalty"),
			Map.entry("presence_penalty", "presencePenalty"), Map.entry("presencePenalty", "presencePenalty"),
			Map.entry("p", "topP"), Map.entry("stop", "stop"), Map.entry("stop_sequences", "stop"),
			Map.entry("stopSequences", "stop"));

	private static final Pattern DATA_TYPE = Pattern.compile("data:([^;,]+)[;,]");

	/**
	 * What was read over because no request of this version can say it.
	 */
	final Set<String> leftOut = new TreeSet<>();

	static IntentReader of(Recording.Wire wire) {
		return switch (wire) {
			case CHAT_COMPLETIONS, COHERE_CHAT -> new ChatCompletionsIntents();
			case MESSAGES -> new MessagesIntents();
			case GENERATE_CONTENT -> new GenerateContentIntents();
			case RESPONSES -> new ResponsesIntents();
			case OLLAMA_CHAT -> new OllamaIntents();
			case CONVERSE -> new ConverseIntents();
			case INVOKED_MESSAGES, PLAIN_COMPLETIONS, PLAIN_LINES, PLAIN_MESSAGES, TOKEN_COUNT ->
				throw new IllegalArgumentException("the library never asks for " + wire.label());
		};
	}

	/**
	 * Reads a body.
	 * @param body the body
	 * @param model the model of the path, {@code null} where the body names it
	 * @param streaming whether the path or the body asks for a stream
	 */
	abstract Intent read(JsonNode body, String model, boolean streaming);

	/**
	 * Takes a portable option.
	 * @return whether the field is one
	 */
	final boolean option(Intent intent, String name, JsonNode value) {
		String option = OPTIONS.get(name);
		if (option == null) {
			return false;
		}
		if (!option.equals("stop")) {
			intent.options().put(option, value.asDouble());
			return true;
		}
		List<String> stops = new ArrayList<>();
		(value.isArray() ? value.values() : List.of(value)).forEach((stop) -> stops.add(stop.asString()));
		intent.options().put(option, stops);
		return true;
	}

	final void leaveOut(JsonNode node, String... fields) {
		for (String field : fields) {
			if (node.hasNonNull(field)) {
				this.leftOut.add(field);
			}
		}
	}

	/**
	 * Text parts in a row are one text: {@link io.github.llmspring.Message#text()} joins
	 * them the same way.
	 */
	static void text(String text, List<Piece> pieces) {
		int last = pieces.size() - 1;
		if (last >= 0 && pieces.get(last) instanceof Said said) {
			pieces.set(last, new Said(said.text() + text));
		}
		else {
			pieces.add(new Said(text));
		}
	}

	/**
	 * Image at an address, of the type that a data URI names.
	 */
	static Shown image(JsonNode url) {
		Matcher type = DATA_TYPE.matcher(url.asString());
		return new Shown(type.lookingAt() ? type.group(1) : "image", address(url));
	}

	static String address(JsonNode url) {
		String address = url.asString();
		return address.startsWith("data:") ? base64(address.substring(address.indexOf(',') + 1)) : address;
	}

	/**
	 * Base64 text as it is, or a stand-in where the recording cut it off.
	 */
	static String base64(String data) {
		return data.contains("~~truncated") ? "AAAA" : data.replace('-', '+').replace('_', '/');
	}

	/**
	 * Text as JSON where it is an object, else as text.
	 */
	static JsonNode jsonOrText(String text) {
		try {
			JsonNode tree = Recording.JSON.readTree(text);
			return tree.isObject() ? tree : Recording.JSON.getNodeFactory().stringNode(text);
		}
		catch (JacksonException ex) {
			return Recording.JSON.getNodeFactory().stringNode(text);
		}
	}

	/**
	 * A schema with its types in small letters, which some services write in capitals.
	 */
	static JsonNode schema(JsonNode schema) {
		JsonNode copy = schema.deepCopy();
		lowerTypes(copy);
		return copy;
	}

	private static void lowerTypes(JsonNode node) {
		if (node instanceof ObjectNode object && object.path("type").isString()) {
			object.put("type", object.path("type").asString().toLowerCase(Locale.ROOT));
		}
		node.values().forEach(IntentReader::lowerTypes);
	}

}
