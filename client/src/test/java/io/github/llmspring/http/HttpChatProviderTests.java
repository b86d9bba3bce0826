package io.github.llmspring.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpChatProvider}.
 */
class HttpChatProviderTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private ProviderHttpClient connections;

	@AfterEach
	void closeConnections() {
		if (this.connections != null) {
			this.connections.close();
		}
	}

	private static ProviderSettings settings(URI baseUrl, String key) {
		return ProviderSettings.builder("acme", PRESETS.get("openai"))
			.wireFormat("openai-chat")
			.baseUrl(baseUrl)
			.model("gpt-4.1")
			.apiKey(() -> Secret.of(key))
			.build();
	}

	private ChatClient client(URI baseUrl, String key) {
		ProviderSettings settings = settings(baseUrl, key);
		this.connections = new ProviderHttpClient(settings);
		return ChatClient.of(HttpChatProvider.of(settings, this.connections));
	}

	@Test
	void wholeAnswerIsRead() throws Exception {
		String body = """
				{"id":"c1","model":"gpt-4.1-2025","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},
				"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}""";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", body))) {
			ChatResponse response = client(server.uri(), "k").prompt("Hello")
				.system("Be brief")
				.options(ChatOptions.builder().temperature(0.5).maxOutputTokens(9).build())
				.call();
			assertThat(response.content()).isEqualTo("Hi");
			assertThat(response.provider()).isEqualTo("acme");
			assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
			assertThat(response.usage().inputTokens()).isEqualTo(7);
			RawServer.Request request = server.takeRequest();
			assertThat(request.line()).isEqualTo("POST /chat/completions HTTP/1.1");
			assertThat(request.headers()).containsEntry("Authorization", "Bearer k");
			assertThat(request.body()).isEqualTo("{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\","
					+ "\"content\":\"Be brief\"},{\"role\":\"user\",\"content\":\"Hello\"}],"
					+ "\"max_completion_tokens\":9,\"temperature\":0.5}");
		}
	}

	@Test
	void bodyOfAWholeAnswerIsAskedForOnce() {
		AtomicInteger asked = new AtomicInteger();
		String body = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", body))) {
			ProviderSettings settings = settings(server.uri(), "k");
			WebClient counting = WebClient.builder()
				.filter((request, next) -> next.exchange(request)
					.map((response) -> response.mutate()
						.body((buffers) -> buffers.doOnSubscribe((subscription) -> asked.incrementAndGet()))
						.build()))
				.build();
			ChatResponse response = ChatClient.of(new HttpChatProvider(settings, counting)).prompt("Hello").call();
			assertThat(response.content()).isEqualTo("Hi");
			assertThat(asked).hasValue(1);
		}
	}

	@Test
	void streamIsReadPieceByPiece() {
		String stream = RawServer.eventStream("{\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
				"{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}",
				"{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}", "[DONE]");
		try (RawServer server = RawServer.answering(stream)) {
			List<ChatEvent> events = client(server.uri(), "k").prompt("Hello").stream().events().collectList().block();
			assertThat(events).hasSize(3);
			assertThat(events.get(0)).isEqualTo(new ChatEvent.TextDelta("Hel"));
			ChatResponse response = ((ChatEvent.Completed) events.get(2)).response();
			assertThat(response.content()).isEqualTo("Hello");
			assertThat(response.usage().outputTokens()).isEqualTo(2);
			assertThat(response.model()).as("the one asked for, as the service names none").isEqualTo("gpt-4.1");
		}
	}

	@Test
	void missingKeyIsExplainedWithoutARequest() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> client(URI.create("http://127.0.0.1:9"), " ").prompt("Hello").call())
			.withMessage("acme/gpt-4.1: no api key. Set llm.providers.acme.api-key or the environment variable "
					+ "OPENAI_API_KEY.");
	}

	@Test
	void rejectedKeyIsTheServicesWordWithoutTheKey() {
		String body = "{\"error\":{\"message\":\"Incorrect API key provided: sk-CANARY.\",\"code\":\"invalid_api_key\"}}";
		try (RawServer server = RawServer.answering(RawServer.json("401 Unauthorized", body))) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> client(server.uri(), "sk-CANARY").prompt("Hello").call())
				.withMessage("acme/gpt-4.1: the service answered \"Incorrect API key provided: ******.\" (HTTP 401). "
						+ "Check the provider's api-key.")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.AUTHENTICATION));
		}
	}

}
