package io.github.llmspring.wire.openai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.StreamDecoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link ChatAnswerReader} makes of answers that leave something open.
 */
class ChatAnswerReaderTests {

	private static final String CALL = """
			{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"%s"}}]}%s}]}""";

	private final OpenAiChatFormat format = new OpenAiChatFormat();

	private final Dialect dialect = Dialect.of(Map.of());

	@Test
	void whenAStreamBreaksOffInsideACallThenNobodyIsAskedToCall() {
		assertThat(stream(CALL.formatted("{}", "")).finishReason()).isEqualTo(FinishReason.OTHER);
	}

	@Test
	void whenAStreamEndsWithoutAReasonThenWhatLookedLikeATagIsSaid() {
		List<ChatEvent> events = new ArrayList<>();
		try (StreamDecoder decoder = this.format.decoder(this.dialect)) {
			feed(decoder, events, "{\"choices\":[{\"delta\":{\"content\":\"<thi\"}}]}");
			feed(decoder, events, "[DONE]");
			assertThat(decoder.response().content()).isEqualTo("<thi");
		}
		assertThat(events).containsExactly(new ChatEvent.TextDelta("<thi"));
	}

	@Test
	void whenAStreamHoldsSeveralAnswersThenTheFirstIsRead() {
		ChatResponse response = stream("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"One\"}}]}",
				"{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"Two\"},\"finish_reason\":\"length\"}]}",
				"{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"!\"},\"finish_reason\":\"stop\"}]}", "[DONE]");
		assertThat(response.content()).isEqualTo("One!");
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void whenAStreamEndsWithoutAReasonThenItsCallsAreTheReason() {
		ChatResponse response = stream(CALL.formatted("{}", ""), "[DONE]");
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(response.rawFinishReason()).isNull();
	}

	@Test
	void whenAWholeAnswerGivesNoReasonThenItsCallsAreTheReason() {
		assertThat(whole("""
				{"choices":[{"message":{"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{}"}}]}}]}""")
			.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void whenTheLastCallIsCutOffThenTheReasonIsLength() {
		ChatResponse response = stream(CALL.formatted("{\\\"a", ",\"finish_reason\":\"tool_calls\""));
		assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(response.rawFinishReason()).isEqualTo("tool_calls");
	}

	@Test
	void whenAnErrorStandsBesideUsageThenTheUsageIsKept() {
		try (StreamDecoder decoder = this.format.decoder(this.dialect)) {
			List<ChatEvent> events = new ArrayList<>();
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> feed(decoder, events, """
					{"error":{"code":400,"message":"no"},"choices":[{"delta":{"content":"x"}}],
					"usage":{"prompt_tokens":4,"completion_tokens":2}}"""));
			assertThat(events).isEmpty();
			assertThat(decoder.response().usage().inputTokens()).isEqualTo(4);
			assertThat(decoder.response().usage().outputTokens()).isEqualTo(2);
		}
	}

	@Test
	void soundCountedBesideTheInputIsInput() {
		assertThat(whole("""
				{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,
				"completion_tokens":20,"total_tokens":129,"prompt_tokens_details":{"audio_tokens":100}}}""").usage()
			.inputTokens()).isEqualTo(109);
	}

	@Test
	void soundCountedInTheInputIsNotCountedTwice() {
		assertThat(whole("""
				{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":109,
				"completion_tokens":20,"total_tokens":129,"prompt_tokens_details":{"audio_tokens":100}}}""").usage()
			.inputTokens()).isEqualTo(109);
	}

	private ChatResponse whole(String body) {
		return this.format.decode(body.getBytes(StandardCharsets.UTF_8), Headers.NONE, this.dialect);
	}

	private ChatResponse stream(String... frames) {
		try (StreamDecoder decoder = this.format.decoder(this.dialect)) {
			for (String frame : frames) {
				feed(decoder, new ArrayList<>(), frame);
			}
			return decoder.response();
		}
	}

	private static void feed(StreamDecoder decoder, List<ChatEvent> events, String frame) {
		byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
		decoder.event(null, bytes, 0, bytes.length, events::add);
	}

}
