package io.github.llmspring.wire.ollama;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.Wire.Streamed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OllamaAnswerTests {

	private static final String LAST = "{\"model\":\"q\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
			+ "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":46,\"eval_count\":113,\"total_duration\":9}";

	private final Wire wire = Wire.of(new OllamaFormat());

	private static String line(String message) {
		return "{\"model\":\"q\",\"created_at\":\"2026-08-21T10:00:00.1Z\",\"message\":{\"role\":\"assistant\","
				+ message + "},\"done\":false}";
	}

	private static String whole(String message, String rest) {
		return "{\"model\":\"q\",\"message\":{\"role\":\"assistant\"," + message + "},\"done\":true" + rest + "}";
	}

	@Test
	void wholeAnswerIsRead() {
		ChatResponse response = this.wire.whole(whole("\"content\":\"Hi\",\"thinking\":\"Greet.\"",
				",\"done_reason\":\"stop\",\"prompt_eval_count\":46,\"eval_count\":113"));
		assertThat(response.id()).isNull();
		assertThat(response.model()).isEqualTo("q");
		assertThat(response.content()).isEqualTo("Hi");
		assertThat(response.reasoning()).isEqualTo("Greet.");
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.rawFinishReason()).isEqualTo("stop");
		assertThat(response.usage().inputTokens()).isEqualTo(46);
		assertThat(response.usage().outputTokens()).isEqualTo(113);
		assertThat(response.usage().reasoningTokens()).isNull();
	}

	@Test
	void streamIsReadLineByLine() {
		Streamed streamed = this.wire.stream(line("\"content\":\"\",\"thinking\":\"Gr\""),
				line("\"content\":\"\",\"thinking\":\"eet.\""), line("\"content\":\"H\""), line("\"content\":\"i\""),
				LAST);
		assertThat(streamed.ended()).isTrue();
		assertThat(streamed.events()).containsExactly(new ChatEvent.ReasoningDelta("Gr"),
				new ChatEvent.ReasoningDelta("eet."), new ChatEvent.TextDelta("H"), new ChatEvent.TextDelta("i"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(streamed.response().usage().outputTokens()).isEqualTo(113);
	}

	@Test
	void streamWithoutItsLastLineHasNotEnded() {
		assertThat(this.wire.stream(line("\"content\":\"H\"")).ended()).isFalse();
		assertThat(this.wire.stream(line("\"content\":\"H\"")).response().usage().inputTokens()).isNull();
	}

	@Test
	void stopWithCallsIsAWishForThem() {
		Streamed streamed = this.wire.stream(
				line("\"content\":\"\",\"tool_calls\":[{\"id\":\"call_a\",\"function\":{\"index\":0,\"name\":\"f\","
						+ "\"arguments\":{\"x\":1}}}]"),
				line("\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"x\":2}}},"
						+ "{\"function\":{\"name\":\"g\",\"arguments\":{}}}]"),
				LAST);
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
		assertThat(streamed.response().rawFinishReason()).isEqualTo("stop");
		assertThat(streamed.response().toolCalls()).containsExactly(new Content.ToolCall("call_a", "f", "{\"x\":1}"),
				new Content.ToolCall("call_1", "f", "{\"x\":2}"), new Content.ToolCall("call_2", "g", "{}"));
	}

	@ParameterizedTest
	@CsvSource({ "stop,STOP", "length,LENGTH", "load,STOP", "unload,STOP", "new,OTHER" })
	void finishIsToldInOurWords(String word, FinishReason reason) {
		ChatResponse response = this.wire.whole(whole("\"content\":\"Hi\"", ",\"done_reason\":\"" + word + "\""));
		assertThat(response.finishReason()).isEqualTo(reason);
		assertThat(response.rawFinishReason()).isEqualTo(word);
	}

	@Test
	void oldServersDoNotTellWhyTheyStopped() {
		ChatResponse response = this.wire.whole(whole("\"content\":\"Hi\"", ""));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.rawFinishReason()).isNull();
	}

	@Test
	void countThatIsLeftOutAtTheEndIsZero() {
		assertThat(this.wire.whole(whole("\"content\":\"Hi\"", ",\"eval_count\":1")).usage().inputTokens()).isZero();
	}

	@Test
	void logProbabilitiesOfAllLinesAreRead() {
		String hi = line("\"content\":\"Hi\"").replace("\"done\"",
				"\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"Yo\",\"logprob\":-2}]}],\"done\"");
		assertThat(this.wire.stream(hi, hi, LAST).response().logProbabilities()).hasSize(2)
			.containsOnly(new TokenLogProbability("Hi", -0.5, null,
					List.of(new TokenLogProbability("Yo", -2.0, null, List.of()))));
	}

	@Test
	void errorAfterTheBeginningEndsTheStream() {
		assertThat(this.wire.streamError(line("\"content\":\"H\""), "{\"error\":\"model runner has stopped\"}"))
			.hasMessageContaining("model runner has stopped")
			.extracting("reason")
			.isEqualTo(Reason.SERVER_ERROR);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "404 | model 'x' not found | MODEL_NOT_FOUND",
					"400 | \"llama3\" does not support tools | INVALID_REQUEST", "401 | unauthorized | AUTHENTICATION",
					"429 | usage limit | RATE_LIMITED", "500 | llama runner process has terminated | SERVER_ERROR",
					"503 | server busy, please try again.  maximum pending requests exceeded | OVERLOADED" })
	void failureIsExplained(int status, String words, Reason reason) {
		assertThat(this.wire.error(status, "{\"error\":\"" + words.replace("\"", "\\\"") + "\"}").reason())
			.isEqualTo(reason);
	}

	@Test
	void otherJsonIsNoAnswer() {
		assertThat(this.wire.wholeError("{\"models\":[]}").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
		assertThat(this.wire.wholeError("{\"message\":").reason()).isEqualTo(Reason.MALFORMED_RESPONSE);
	}

}
