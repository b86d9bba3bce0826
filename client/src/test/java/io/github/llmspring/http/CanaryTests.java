package io.github.llmspring.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Secret;
import io.github.llmspring.http.Fault.Scene;
import io.github.llmspring.wire.HttpCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key that services repeat in every place they can, and credentials that cannot be
 * sent. {@link FaultTests} drives it through all other failures.
 */
class CanaryTests {

	private static final String KEY = "sk-CANARY-5f3a9c";

	private static final Preset PRESET = Presets.load(Preset.class.getClassLoader()).get("openai");

	private static ProviderSettings.Builder settings(URI uri) {
		return ProviderSettings.builder("acme", PRESET)
			.wireFormat("openai-chat")
			.baseUrl(uri)
			.model("gpt-4.1")
			.headers(Map.of("X-Gateway-Token", "gate-CANARY-77", "X-Team", "harbour"))
			.apiKey(() -> Secret.of(KEY));
	}

	private static LlmException failure(ProviderSettings settings, boolean streaming) throws InterruptedException {
		try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
			ChatProvider provider = HttpChatProvider.of(settings, connections);
			RecordedCall call = RecordedCall.of(provider.send(FaultTests.request(streaming)));
			assertThat(call.endsWithin(10_000)).isTrue();
			return (LlmException) call.failure().orElseThrow(() -> new AssertionError("It was answered"));
		}
	}

	static Stream<String> answersThatRepeatTheKey() {
		String words = "{\"error\":{\"message\":\"You sent " + KEY + " as Bearer " + KEY + " and gate-CANARY-77.\"}}";
		return Stream.of(RawServer.json("401 Unauthorized", words), RawServer.json("500 Oops", words),
				RawServer.json("200 OK", words),
				RawServer.json("401 Unauthorized", words.replace(KEY, "sk-CANA****************3a9c")),
				"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nNo: " + KEY,
				"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nx-request-id: " + KEY + "\r\n\r\n",
				"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: https://" + KEY + "@elsewhere.example/" + KEY
						+ "?key=" + KEY + "\r\n\r\n",
				"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/" + KEY + "\r\n\r\n" + KEY,
				"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\ndata: " + words
						+ "\n\n",
				"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\ndata: " + KEY + "\n\n",
				KEY + " is no HTTP\r\n\r\n", "HTTP/1.1 " + KEY + "\r\n\r\n");
	}

	@ParameterizedTest
	@MethodSource("answersThatRepeatTheKey")
	void keyThatTheServiceRepeatsIsNotTold(String answer) throws InterruptedException {
		for (boolean streaming : new boolean[] { false, true }) {
			try (CapturedLogs logs = new CapturedLogs(); RawServer server = RawServer.answering(answer)) {
				LlmException failure = failure(settings(server.uri()).build(), streaming);
				Secrets.assertAbsent(failure, "CANA");
				assertThat(failure.detail() + failure.requestId() + failure).doesNotContain("CANA");
				assertThat(ours(logs)).noneMatch((log) -> log.contains("CANA"));
			}
		}
	}

	private static Stream<String> ours(CapturedLogs logs) {
		return logs.messages().stream().filter((log) -> log.startsWith("io.github.llmspring"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-CANARY\r\nX-Evil: 1", "sk-CANARY\u0000", "sk-CANARY-中", "“sk-CANARY”" })
	void keyThatCannotBeSentIsExplainedWithoutARequest(String key) throws InterruptedException {
		try (RawServer server = RawServer.answering(Scene.whole())) {
			LlmException failure = failure(settings(server.uri()).apiKey(() -> Secret.of(key)).build(), true);
			assertThat(failure)
				.hasMessage("acme/gpt-4.1: the header Authorization would hold a character that cannot be "
						+ "sent. Copy the key anew, without quotes, line breaks or typographic characters.");
			assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
			Secrets.assertAbsent(failure, "CANARY");
			assertThat(server.requestCount()).isZero();
		}
	}

	@Test
	void sourceOfKeysThatFailsIsExplained() throws InterruptedException {
		LlmException failure = failure(settings(URI.create("http://127.0.0.1:1")).apiKey(() -> {
			throw new IllegalStateException("/run/secrets/key is not there");
		}).build(), false);
		assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
		assertThat(failure)
			.hasMessage("acme/gpt-4.1: no api key: /run/secrets/key is not there. Check the provider's api-key.");
	}

	@Test
	void authorizationThatFailsIsExplained() throws InterruptedException {
		LlmException failure = failure(
				settings(URI.create("http://127.0.0.1:1")).authorization((call, uri, headers) -> {
					throw new IllegalStateException("no token");
				}).build(), false);
		assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
		assertThat(failure)
			.hasMessage("acme/gpt-4.1: there are no credentials: no token. Check the provider's api-key.");
	}

	@Test
	void requestThatCannotBeWrittenIsExplained() {
		ProviderSettings settings = settings(URI.create("http://127.0.0.1:1")).build();
		try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
			ChatRequest request = FaultTests.request(false)
				.toBuilder()
				.options(ChatOptions.builder().extra("odd", new Unwritable()).build())
				.build();
			RecordedCall call = RecordedCall.of(HttpChatProvider.of(settings, connections).send(request));
			assertThat(call.outcome().reason()).isEqualTo(Reason.INVALID_REQUEST);
			assertThat(call.message()).startsWith("the request cannot be written: ");
		}
	}

	@Test
	void nothingOfOursPrintsTheKey() {
		ProviderSettings settings = settings(URI.create("http://127.0.0.1:1"))
			.proxy(URI.create("http://user:pass-CANARY@127.0.0.1:2"))
			.build();
		Credentials credentials = new Credentials(settings.headers());
		credentials.add("Bearer " + KEY);
		try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
			HttpChatProvider provider = HttpChatProvider.of(settings, connections);
			Flux<ChatEvent> call = provider.send(FaultTests.request(true));
			HttpCall http = HttpCall.post("/chat", Map.of(), new byte[0], List.of());
			for (Object ours : List.of(settings, settings.apiKey(), settings.authorization(), settings.preset(),
					settings.timeouts(), credentials, connections, provider, call, http,
					new RequestSender(WebClient.create(), settings), FaultTests.request(true), Message.user("Hi"),
					ChatResponse.builder().build())) {
				assertThat(ours.toString()).as(ours.getClass().getName()).doesNotContain("CANARY");
			}
		}
	}

	/**
	 * A value that has no form in JSON.
	 */
	static final class Unwritable {

		public String getValue() {
			throw new IllegalStateException("not now");
		}

	}

}
