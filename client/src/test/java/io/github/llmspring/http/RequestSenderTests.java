package io.github.llmspring.http;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.llmspring.ChatClient;
import io.github.llmspring.Media;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestSender}.
 */
class RequestSenderTests {

	private static final String ANSWER = RawServer.json("200 OK",
			"{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

	private static ProviderSettings settings(URI baseUrl) {
		return ProviderSettings.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.wireFormat("openai-chat")
			.baseUrl(baseUrl)
			.model("gpt-4.1")
			.apiKey(() -> Secret.of("sk-CANARY"))
			.headers(Map.of("X-Team", "harbour", "content-type", "application/json; charset=utf-8"))
			.build();
	}

	@Test
	void serviceGetsTheKeyThatFiltersDoNotSee() throws Exception {
		Queue<HttpHeaders> seen = new ConcurrentLinkedQueue<>();
		WebClient client = WebClient.builder().filter((request, next) -> {
			seen.add(request.headers());
			return next.exchange(request);
		}).build();
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient.of(new HttpChatProvider(settings(server.uri()), client)).prompt("Hello").call();
			assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer sk-CANARY");
		}
		assertThat(seen).singleElement()
			.satisfies((headers) -> assertThat(headers.toString()).doesNotContain("CANARY"));
	}

	@Test
	void configuredHeaderReplacesOursWhateverItsCase() throws Exception {
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient.of(new HttpChatProvider(settings(server.uri()), WebClient.create())).prompt("Hello").call();
			RawServer.Request request = server.takeRequest();
			assertThat(request.headers()).containsEntry("X-Team", "harbour")
				.containsEntry("Content-Type", "application/json; charset=utf-8");
		}
	}

	@Test
	void headerOfTheWebClientIsSentToo() throws Exception {
		WebClient client = WebClient.builder().defaultHeader("X-Trace", "t1").build();
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient.of(new HttpChatProvider(settings(server.uri()), client)).prompt("Hello").call();
			assertThat(server.takeRequest().headers()).containsEntry("X-Trace", "t1");
		}
	}

	@Test
	void largeFileArrivesWhole() throws Exception {
		byte[] image = new byte[5_000_000];
		new Random(1).nextBytes(image);
		try (RawServer server = RawServer.answering(ANSWER)) {
			ChatClient.of(new HttpChatProvider(settings(server.uri()), WebClient.create()))
				.prompt("What is it?")
				.attach(Media.of("image/png", image))
				.call();
			assertThat(server.takeRequest().body())
				.contains("data:image/png;base64," + Base64.getEncoder().encodeToString(image) + "\"");
		}
	}

}
