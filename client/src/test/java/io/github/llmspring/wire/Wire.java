package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * One wire format under test: what it writes and reads.
 */
public record Wire(WireFormat format, Dialect dialect) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	public static Wire of(WireFormat format) {
		return new Wire(format, Dialect.STANDARD);
	}

	public Wire with(Map<String, Object> dialect) {
		return new Wire(this.format, Dialect.of(dialect));
	}

	public static JsonNode json(String json) {
		return MAPPER.readTree(json);
	}

	public HttpCall call(ChatRequest request) {
		return this.format.encode(request, this.dialect);
	}

	public JsonNode body(ChatRequest request) {
		return MAPPER.readTree(call(request).body());
	}

	public JsonNode body(Message... messages) {
		return body(request(messages));
	}

	public JsonNode body(ChatOptions options) {
		return body(request(options));
	}

	public List<String> warnings(ChatOptions options) {
		return call(request(options)).warnings();
	}

	public static ChatRequest request(ChatOptions options) {
		return request(Message.user("Hi")).toBuilder().options(options).build();
	}

	public static ChatRequest request(Message... messages) {
		return ChatRequest.builder().model("m").messages(List.of(messages)).build();
	}

	public LlmException unwritable(Message... messages) {
		return catchThrowableOfType(LlmException.class, () -> call(request(messages)));
	}

	public ChatResponse whole(String body) {
		return this.format.decode(body.getBytes(StandardCharsets.UTF_8), Headers.NONE, this.dialect);
	}

	public LlmException wholeError(String body) {
		return catchThrowableOfType(LlmException.class, () -> whole(body));
	}

	public LlmException error(int status, String body) {
		return this.format.error(status, Headers.NONE, body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads frames, each from the middle of a larger buffer, and checks that the events
	 * say what the answer says.
	 */
	public Streamed stream(String... frames) {
		List<ChatEvent> events = new ArrayList<>();
		try (StreamDecoder decoder = this.format.decoder(this.dialect)) {
			for (String frame : frames) {
				byte[] buffer = ("}{" + frame + "]x").getBytes(StandardCharsets.UTF_8);
				decoder.event(null, buffer, 2, buffer.length - 2, events::add);
			}
			Streamed streamed = new Streamed(events, decoder.ended(), decoder.response());
			streamed.checkAgreement();
			return streamed;
		}
	}

	public LlmException streamError(String... frames) {
		return catchThrowableOfType(LlmException.class, () -> stream(frames));
	}

	public record Streamed(List<ChatEvent> events, boolean ended, ChatResponse response) {

		private void checkAgreement() {
			StringBuilder text = new StringBuilder();
			StringBuilder reasoning = new StringBuilder();
			List<StringBuilder> arguments = new ArrayList<>();
			for (ChatEvent event : this.events) {
				if (event instanceof ChatEvent.TextDelta delta) {
					text.append(delta.text());
				}
				else if (event instanceof ChatEvent.ReasoningDelta delta) {
					reasoning.append(delta.text());
				}
				else if (event instanceof ChatEvent.ToolCallDelta delta) {
					if (delta.id() != null) {
						assertThat(delta.index()).isEqualTo(arguments.size());
						arguments.add(new StringBuilder());
					}
					arguments.get(delta.index()).append(delta.arguments());
				}
				assertThat(event).isNotInstanceOf(ChatEvent.Completed.class);
			}
			assertThat(text).hasToString(this.response.content());
			String thinking = this.response.reasoning();
			assertThat(reasoning).hasToString((thinking != null) ? thinking : "");
			assertThat(arguments).map((pieces) -> pieces.isEmpty() ? "{}" : pieces.toString())
				.isEqualTo(this.response.toolCalls().stream().map((call) -> call.arguments()).toList());
		}

	}

}
