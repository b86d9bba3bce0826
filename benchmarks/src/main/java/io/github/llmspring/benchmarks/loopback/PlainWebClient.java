package io.github.llmspring.benchmarks.loopback;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.llmspring.benchmarks.Prompts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What one writes with WebClient: maps for bodies, and server-sent events by its codec.
 */
final class PlainWebClient implements Contestant {

	private static final ParameterizedTypeReference<Map<String, Object>> MAP = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final WebClient client;

	private final JsonMapper mapper = JsonMapper.builder().build();

	PlainWebClient(URI service) {
		this.client = WebClient.builder().baseUrl(service.toString()).build();
	}

	@Override
	public String name() {
		return PLAIN;
	}

	@Override
	public String call() {
		Map<String, Object> answer = request(Map.of("model", "gpt-4.1", "messages", messages(), "temperature", 0.2))
			.bodyToMono(MAP)
			.block();
		return Objects.requireNonNull(text(Objects.requireNonNull(answer), "message"));
	}

	@Override
	public Mono<Void> stream(Consumer<String> piece) {
		return request(Map.of("model", "gpt-4.1", "messages", messages(), "temperature", 0.2, "stream", true,
				"stream_options", Map.of("include_usage", true)))
			.bodyToFlux(EVENT)
			.doOnNext((event) -> {
				String text = text(event);
				if (text != null && !text.isEmpty()) {
					piece.accept(text);
				}
			})
			.then();
	}

	private WebClient.ResponseSpec request(Map<String, Object> body) {
		return this.client.post()
			.uri("/chat/completions")
			.header("Authorization", "Bearer key")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.retrieve();
	}

	private static List<Map<String, Object>> messages() {
		return List.of(Map.of("role", "system", "content", Prompts.SYSTEM),
				Map.of("role", "user", "content", Prompts.USER));
	}

	@SuppressWarnings("unchecked")
	private @Nullable String text(ServerSentEvent<String> event) {
		String data = event.data();
		if (data == null || data.equals("[DONE]")) {
			return null;
		}
		return text(this.mapper.readValue(data, Map.class), "delta");
	}

	private static @Nullable String text(Map<String, Object> answer, String message) {
		List<?> choices = (List<?>) answer.get("choices");
		if (choices == null || choices.isEmpty()) {
			return null;
		}
		Map<?, ?> choice = (Map<?, ?>) choices.get(0);
		return (choice.get(message) instanceof Map<?, ?> fields) ? (String) fields.get("content") : null;
	}

	@Override
	public void close() {
		// its connections are WebClient's
	}

}
