package io.github.llmspring.recordings;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ProviderData;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import tools.jackson.databind.JsonNode;

/**
 * What a request wants, whatever its spelling. Both a recorded and a sent body are read
 * into one, so that equal intents are equal values.
 *
 * @param model the model, {@code null} where the request does not name one
 * @param streaming whether the answer is wanted in pieces
 * @param system the rules, one text a message
 * @param turns the conversation
 * @param tools the client's tools
 * @param options sampling options, limits and stops by the names of {@link ChatOptions},
 * and the form of the answer
 * @param rest every other field of the body
 */
record Intent(String model, boolean streaming, List<String> system, List<Turn> turns, List<Tool> tools,
		Map<String, Object> options, Map<String, JsonNode> rest) {

	Intent(String model, boolean streaming) {
		this(model, streaming, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeMap<>(),
				new TreeMap<>());
	}

	/**
	 * Everything one side says before the other does.
	 */
	record Turn(Role role, List<Piece> pieces) {
	}

	/**
	 * A tool of the client.
	 */
	record Tool(String name, String description, JsonNode schema) {
	}

	/**
	 * The form of the answer, and whether the service guarantees it.
	 */
	record Formed(String name, JsonNode schema, boolean strict) {
	}

	/**
	 * A piece of a turn.
	 */
	sealed interface Piece {

	}

	/**
	 * Text.
	 */
	record Said(String text) implements Piece {
	}

	/**
	 * Earlier thinking, sent back.
	 */
	record Thought(String text) implements Piece {
	}

	/**
	 * Earlier thinking that only the service can read, sent back as the item it was.
	 */
	record Sealed(JsonNode item) implements Piece {
	}

	/**
	 * Media by its kind, such as {@code application/pdf} or {@code image/png}, or only
	 * {@code image} where a request does not say more, its Base64 text or address, and
	 * its name, which may be {@code null}.
	 */
	record Shown(String kind, String source, String name) implements Piece {

		Shown(String kind, String source) {
			this(kind, source, null);
		}

	}

	/**
	 * A tool call; the id is empty in formats that match by order.
	 */
	record Called(String id, String name, JsonNode arguments) implements Piece {
	}

	/**
	 * The answer of a tool to a call.
	 */
	record Answered(String id, JsonNode answer) implements Piece {
	}

	Intent withModel(String named) {
		return new Intent(named, this.streaming, this.system, this.turns, this.tools, this.options, this.rest);
	}

	boolean hasThoughts() {
		return this.turns.stream().flatMap((turn) -> turn.pieces().stream()).anyMatch(Thought.class::isInstance);
	}

	/**
	 * This intent for a service that does not want earlier thinking back.
	 */
	Intent withoutThoughts() {
		List<Turn> kept = this.turns.stream()
			.map((turn) -> new Turn(turn.role(),
					turn.pieces().stream().filter((piece) -> !(piece instanceof Thought)).toList()))
			.toList();
		return new Intent(this.model, this.streaming, this.system, kept, this.tools, this.options, this.rest);
	}

	/**
	 * Adds pieces to the conversation, to the last turn where the same side goes on.
	 */
	void say(Role role, Piece... pieces) {
		if (pieces.length == 0) {
			return;
		}
		if (this.turns.isEmpty() || this.turns.get(this.turns.size() - 1).role() != role) {
			this.turns.add(new Turn(role, new ArrayList<>()));
		}
		this.turns.get(this.turns.size() - 1).pieces().addAll(List.of(pieces));
	}

	/**
	 * This intent in the words of the library.
	 */
	ChatRequest toRequest(String defaultModel) {
		ChatRequest.Builder request = ChatRequest.builder()
			.model((this.model != null) ? this.model : defaultModel)
			.streaming(this.streaming)
			.options(chatOptions())
			.tools(this.tools.stream()
				.map((tool) -> new ToolDefinition(tool.name(), tool.description(), tool.schema().toString()))
				.toList());
		if (this.options.get("outputFormat") instanceof Formed formed) {
			request.outputFormat(new OutputFormat(formed.name(), formed.schema().toString()));
		}
		this.system.forEach((text) -> request.message(Message.system(text)));
		Map<String, String> names = new HashMap<>();
		int calls = 0;
		int answers = 0;
		for (Turn turn : this.turns) {
			List<Content> content = new ArrayList<>();
			for (Piece piece : turn.pieces()) {
				if (piece instanceof Said said) {
					content.add(new Content.Text(said.text()));
				}
				else if (piece instanceof Thought thought) {
					content.add(new Content.Reasoning(thought.text()));
				}
				else if (piece instanceof Sealed sealed) {
					content
						.add(new Content.Reasoning("", new ProviderData("openai-responses", sealed.item().toString())));
				}
				else if (piece instanceof Shown shown) {
					content.add(media(shown));
				}
				else if (piece instanceof Called call) {
					String id = call.id().isEmpty() ? "call" + calls++ : call.id();
					names.put(id, call.name());
					content.add(new Content.ToolCall(id, call.name(), call.arguments().toString()));
				}
				else if (piece instanceof Answered answered) {
					String id = names.containsKey(answered.id()) ? answered.id() : "call" + answers++;
					JsonNode answer = answered.answer();
					content.add(new Content.ToolResult(id, names.get(id),
							answer.isString() ? answer.asString() : answer.toString(), false));
				}
			}
			request.message(new Message(turn.role(), content));
		}
		return request.build();
	}

	private static Media media(Shown shown) {
		String mediaType = shown.kind().equals("image") ? "image/png" : shown.kind();
		Media media = shown.source().startsWith("http") ? Media.of(mediaType, URI.create(shown.source()))
				: Media.of(mediaType, Base64.getDecoder().decode(shown.source()));
		return media.withName(shown.name());
	}

	private ChatOptions chatOptions() {
		ChatOptions.Builder builder = ChatOptions.builder();
		this.options.forEach((name, value) -> {
			switch (name) {
				case "temperature" -> builder.temperature((Double) value);
				case "topP" -> builder.topP((Double) value);
				case "maxOutputTokens" -> builder.maxOutputTokens(((Double) value).intValue());
				case "seed" -> builder.seed(((Double) value).longValue());
				case "frequencyPenalty" -> builder.frequencyPenalty((Double) value);
				case "presencePenalty" -> builder.presencePenalty((Double) value);
				case "stop" -> builder.stop(((List<?>) value).stream().map(String::valueOf).toList());
				case "toolChoice" -> builder.toolChoice((ToolChoice) value);
				case "parallelToolCalls" -> builder.parallelToolCalls((Boolean) value);
				case "reasoning" -> builder.reasoning((ReasoningControl) value);
				case "outputFormat" -> {
				}
				default -> throw new IllegalStateException(name);
			}
		});
		this.rest.forEach((name, value) -> builder.extra(name, Recording.JSON.treeToValue(value, Object.class)));
		return builder.build();
	}

}
