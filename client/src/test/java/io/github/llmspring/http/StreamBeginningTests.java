package io.github.llmspring.http;

import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of how the beginning of a body tells a stream from what came instead of one.
 */
class StreamBeginningTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final String LINES = "application/x-ndjson";

	private static final String MESSAGES = "application/vnd.amazon.eventstream";

	private static ChatResponse answer(String preset, String contentType, byte[] body) {
		byte[] head = HttpContract.bytes(RawServer.head(contentType));
		try (RawServer server = RawServer
			.playing((request, connection) -> connection.send(BinaryMessages.join(head, body)))) {
			ProviderSettings settings = ProviderSettings.builder("x", PRESETS.get(preset))
				.baseUrl(server.uri())
				.model("m")
				.apiKey(() -> Secret.of("k"))
				.build();
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatEvent last = ChatClient.of(HttpChatProvider.of(settings, connections))
					.prompt("Hi")
					.stream()
					.events()
					.blockLast();
				return ((ChatEvent.Completed) last).response();
			}
		}
	}

	private static LlmException failure(String preset, String contentType, String body) {
		return catchThrowableOfType(LlmException.class, () -> answer(preset, contentType, HttpContract.bytes(body)));
	}

	/**
	 * The fourth byte of the length reads as a brace.
	 */
	@Test
	void lengthThatLooksLikeADocumentIsNone() {
		String payload = "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"},\"p\":\"\"}";
		byte[] shortest = BinaryMessages.event("any", payload);
		byte[] message = BinaryMessages.event("any",
				payload.replace("\"p\":\"\"", "\"p\":\"" + "a".repeat(0x17b - shortest.length) + "\""));
		assertThat(message).startsWith(0, 0, 1, '{');
		byte[] stop = BinaryMessages.event("messageStop", "{\"stopReason\":\"end_turn\"}");
		assertThat(answer("bedrock", MESSAGES, BinaryMessages.join(message, stop)).content()).isEqualTo("Hi");
	}

	@Test
	void documentInPlaceOfMessagesIsAWholeAnswer() {
		byte[] document = HttpContract
			.bytes(" {\"output\":{\"message\":{\"content\":[{\"text\":\"Hi\"}]}},\"stopReason\":\"end_turn\"}");
		assertThat(answer("bedrock", "application/json", document).content()).isEqualTo("Hi");
	}

	@Test
	void wholeAnswerInPlaceOfLinesIsTheOnlyLine() {
		byte[] document = HttpContract.bytes("\n{\"message\":{\"content\":\"Hi\"},\"done\":true}");
		assertThat(answer("ollama", "application/json", document).content()).isEqualTo("Hi");
	}

	@ParameterizedTest
	@CsvSource({ "ollama," + LINES, "bedrock," + MESSAGES })
	void webPageIsNoStream(String preset, String contentType) {
		assertThat(failure(preset, contentType, "\n<html>")).hasMessageContaining("web page");
	}

	@ParameterizedTest
	@CsvSource({ "ollama," + LINES, "bedrock," + MESSAGES })
	void streamThatEndsBeforeItBeginsIsCutOff(String preset, String contentType) {
		assertThat(failure(preset, contentType, "").reason()).isEqualTo(Reason.STREAM_TRUNCATED);
	}

	@Test
	void lineThatIsCutOffEndsTheStreamTooEarly() {
		LlmException failure = failure("ollama", LINES,
				"{\"message\":{\"content\":\"H\"},\"done\":false}\n{\"message\":{\"content\":\"i");
		assertThat(failure.reason()).isEqualTo(Reason.STREAM_TRUNCATED);
		assertThat(failure.partial().content()).isEqualTo("H");
	}

	@Test
	void lineWithAnErrorIsTheServicesFailure() {
		LlmException failure = failure("ollama", LINES,
				"{\"message\":{\"content\":\"H\"},\"done\":false}\n{\"error\":\"llama runner process has terminated\"}\n");
		assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(failure).hasMessageContaining("terminated");
		assertThat(failure.partial().content()).isEqualTo("H");
	}

	@Test
	void messageThatReportsAFailureEndsTheStream() {
		byte[] text = BinaryMessages.event("any", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"H\"}}");
		byte[] exception = BinaryMessages.message(
				Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
				"{\"message\":\"Too many requests\"}");
		LlmException failure = catchThrowableOfType(LlmException.class,
				() -> answer("bedrock", MESSAGES, BinaryMessages.join(text, exception)));
		assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
		assertThat(failure.partial().content()).isEqualTo("H");
	}

}
