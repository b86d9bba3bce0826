package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends recorded answers of {@code /responses} back as part of the next request and
 * compares the items with those of the recording.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class SentBackTests {

	private static final Target TARGET = new Target();

	@AfterAll
	static void close() {
		TARGET.close();
	}

	@ParameterizedTest
	@MethodSource("answers")
	void itemsOfTheAnswerGoBackInTheirOrder(Recording recording) {
		try (ReplayServer server = new ReplayServer()) {
			server.reply(Reply.of(recording, recording.body(), Pace.IN_ONE_WRITE));
			ChatResponse answer = exchange(recording, server, Message.user("a")).answer();
			List<Message> conversation = new ArrayList<>(List.of(Message.user("a"), answer.message()));
			answer.toolCalls().forEach((call) -> conversation.add(Message.tool(Content.ToolResult.of(call, "b"))));
			exchange(recording, server, conversation.toArray(Message[]::new));
			ArrayNode expected = Recording.JSON.createArrayNode();
			expected.addObject().put("role", "user").put("content", "a");
			output(recording).forEach((item) -> sentBack(item, expected));
			answer.toolCalls()
				.forEach((call) -> expected.addObject()
					.put("type", "function_call_output")
					.put("call_id", call.id())
					.put("output", "b"));
			assertThat(Recording.JSON.readTree(server.lastRequest().body()).path("input")).isEqualTo(expected);
		}
	}

	static Stream<Recording> answers() {
		return Recording.all()
			.stream()
			.filter((recording) -> recording.wire() == Recording.Wire.RESPONSES && recording.status() == 200)
			.filter((recording) -> !recording.text().contains("response.failed"));
	}

	private static Exchange exchange(Recording recording, ReplayServer server, Message... messages) {
		return Exchange.of(TARGET.provider(recording, server.url("")),
				ChatRequest.builder()
					.model(recording.model())
					.messages(List.of(messages))
					.streaming(recording.streaming())
					.build());
	}

	/**
	 * Items of a whole answer, or those that a stream says are done.
	 */
	private static List<JsonNode> output(Recording recording) {
		if (!recording.isEventStream()) {
			return List.copyOf(Recording.JSON.readTree(recording.body()).path("output").values());
		}
		List<JsonNode> items = new ArrayList<>();
		for (SseBlock block : SseBlock.split(recording.text())) {
			JsonNode event = Recording.JSON.readTree(block.data());
			switch (event.path("type").asString()) {
				case "response.output_item.done" -> items.add(event.path("item"));
				case "response.completed", "response.incomplete" -> {
					return items;
				}
				default -> {
				}
			}
		}
		return items;
	}

	private static void sentBack(JsonNode item, ArrayNode input) {
		switch (item.path("type").asString()) {
			case "message" -> {
				ObjectNode message = input.addObject().put("role", "assistant");
				StringBuilder text = new StringBuilder();
				item.path("content").values().forEach((part) -> text.append(part.path("text").asString()));
				message.putArray("content").addObject().put("type", "output_text").put("text", text.toString());
				if (item.has("phase")) {
					message.set("phase", item.path("phase"));
				}
			}
			case "function_call" -> input.addObject()
				.put("type", "function_call")
				.put("call_id", item.path("call_id").asString())
				.put("name", item.path("name").asString())
				.put("arguments", item.path("arguments").asString());
			case "reasoning" -> {
				if (item.hasNonNull("encrypted_content") || !item.path("content").isEmpty()) {
					input.add(item);
				}
			}
			default -> input.add(item);
		}
	}

}
