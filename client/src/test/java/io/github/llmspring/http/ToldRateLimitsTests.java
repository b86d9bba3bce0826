package io.github.llmspring.http;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what a service tells of its limits comes with the answer and with the error.
 */
class ToldRateLimitsTests {

	private static final String HEADERS = """
			x-ratelimit-limit-requests: 60\r
			x-ratelimit-remaining-requests: 59\r
			x-ratelimit-reset-requests: 1s\r
			""";

	private static ChatEvent last(String answer, boolean streaming) {
		try (RawServer server = RawServer.answering(answer.replaceFirst("\r\n", "\r\n" + HEADERS))) {
			ProviderSettings settings = ProviderSettings
				.builder("p", Presets.load(ToldRateLimitsTests.class.getClassLoader()).get("openai-compatible"))
				.baseUrl(server.uri())
				.apiKey(() -> Secret.of("key"))
				.build();
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				return HttpChatProvider.of(settings, connections)
					.send(ChatRequest.builder().model("m").message(Message.user("x")).streaming(streaming).build())
					.blockLast();
			}
		}
	}

	private static void assertTold(RateLimitState state) {
		assertThat(state).isNotNull();
		assertThat(state.tokens()).isNull();
		assertThat(state.requests().limit()).isEqualTo(60);
		assertThat(state.requests().remaining()).isEqualTo(59);
		assertThat(state.requests().resetAt()).isEqualTo(state.toldAt().plusSeconds(1));
	}

	@Test
	void wholeAnswer() {
		ChatEvent.Completed completed = (ChatEvent.Completed) last(RawServer.json("200 OK", """
				{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}"""), false);
		assertTold(completed.response().rateLimits());
		assertTold(completed.response().toBuilder().build().rateLimits());
	}

	@Test
	void stream() {
		ChatEvent.Completed completed = (ChatEvent.Completed) last(RawServer
			.eventStream("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}", "[DONE]"), true);
		assertTold(completed.response().rateLimits());
	}

	@Test
	void error() {
		String answer = RawServer.json("429 Too Many Requests", "{\"error\":{\"message\":\"too fast\"}}");
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> last(answer, false)).satisfies((ex) -> {
			assertTold(ex.rateLimits());
			assertTold(ex.toBuilder().build().rateLimits());
		});
	}

}
