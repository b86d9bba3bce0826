package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Server on the loopback interface that answers some paths, and a chat at any other.
 */
final class LocalServers implements AutoCloseable {

	static final Map<String, String> OLLAMA = Map.of("/api/version", "{\"version\":\"0.12.6\"}", "/api/tags",
			"{\"models\":[{\"name\":\"nomic-embed-text:latest\"},{\"name\":\"qwen3:4b\"},{\"name\":\"llama3.2\"}]}");

	static final Map<String, String> VLLM = Map.of("/v1/models",
			"{\"object\":\"list\",\"data\":[{\"id\":\"Qwen/Qwen3-8B\",\"owned_by\":\"vllm\"}]}");

	static final Map<String, String> LLAMA_CPP = Map.of("/health", "{\"status\":\"ok\"}", "/props",
			"{\"default_generation_settings\":{},\"total_slots\":1}", "/v1/models",
			"{\"object\":\"list\",\"data\":[{\"id\":\"gemma.gguf\",\"owned_by\":\"llamacpp\"}]}");

	static final Map<String, String> LM_STUDIO = Map.of("/v1/models",
			"{\"object\":\"list\",\"data\":[{\"id\":\"phi-4\"}]}", "/api/v0/models",
			"{\"object\":\"list\",\"data\":[{\"id\":\"bge-m3\",\"type\":\"embeddings\"},{\"id\":\"phi-4\",\"type\":\"llm\"}]}");

	static final String CHAT = """
			{"model":"qwen3:4b","message":{"role":"assistant","content":"Hi there"},"done":true,"done_reason":"stop"}""";

	static final String VECTOR = "{\"model\":\"nomic-embed-text:latest\",\"embeddings\":[[1,2]],\"prompt_eval_count\":3}";

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final List<String> keys = new CopyOnWriteArrayList<>();

	private final DisposableServer server;

	private LocalServers(String host, Map<String, Mono<String>> answers) {
		this.server = HttpServer.create().host(host).port(0).handle((request, response) -> {
			this.asked.add(request.method() + " " + request.uri());
			this.keys.addAll(request.requestHeaders().getAll("Authorization"));
			Mono<String> answer = answers.get(request.uri());
			if (answer == null && request.uri().equals("/api/chat")) {
				answer = Mono.just(CHAT);
			}
			if (answer == null && request.uri().equals("/api/embed")) {
				answer = Mono.just(VECTOR);
			}
			return (answer != null) ? response.header("Content-Type", "application/json").sendString(answer)
					: response.sendNotFound();
		}).bindNow();
	}

	static LocalServers answering(Map<String, String> answers) {
		return answeringAt("127.0.0.1", answers);
	}

	static LocalServers answeringAt(String host, Map<String, String> answers) {
		return answering(host, answers, Duration.ZERO);
	}

	/**
	 * Server that takes its time.
	 */
	static LocalServers answeringAfter(Duration pause, Map<String, String> answers) {
		return answering("127.0.0.1", answers, pause);
	}

	private static LocalServers answering(String host, Map<String, String> answers, Duration pause) {
		Map<String, Mono<String>> all = new HashMap<>();
		answers.forEach((path, answer) -> all.put(path, Mono.just(answer).delaySubscription(pause)));
		return new LocalServers(host, all);
	}

	/**
	 * Server that takes a question and never answers it.
	 */
	static LocalServers silentAt(String path) {
		return new LocalServers("127.0.0.1", Map.of(path, Mono.never()));
	}

	int port() {
		return this.server.port();
	}

	List<String> asked() {
		return this.asked;
	}

	/**
	 * Keys that came with requests.
	 */
	List<String> keys() {
		return this.keys;
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
