package io.github.llmspring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Service on the loopback interface that speaks chat completions and remembers what it
 * was asked.
 */
final class FakeService implements AutoCloseable {

	static final String ANSWER = """
			{"id":"1","model":"fake","choices":[{"index":0,"message":{"role":"assistant","content":"Hi there"},\
			"finish_reason":"stop"}]}""";

	static final String PIECE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";

	static final String END = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
			+ "data: [DONE]\n\n";

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private final DisposableServer server;

	private final boolean secure;

	private FakeService(UnaryOperator<HttpServer> customizer, String type, Publisher<String> body) {
		this(customizer, (response) -> response.header("Content-Type", type), body);
	}

	private FakeService(UnaryOperator<HttpServer> customizer, UnaryOperator<HttpServerResponse> head,
			Publisher<String> body) {
		HttpServer configured = customizer.apply(HttpServer.create().host("127.0.0.1").port(0));
		this.secure = configured.configuration().isSecure();
		this.server = configured
			.handle((request, response) -> request.receive()
				.aggregate()
				.asString()
				.defaultIfEmpty("")
				.doOnNext((text) -> this.calls
					.add(new Call(request.uri(), request.requestHeaders(), request.protocol(), text)))
				.thenMany(Flux.defer(() -> head.apply(response).sendString(body, StandardCharsets.UTF_8))))
			.bindNow();
	}

	/**
	 * Service that answers at once.
	 */
	static FakeService answering() {
		return answering(ANSWER);
	}

	static FakeService answering(String json) {
		return new FakeService(UnaryOperator.identity(), "application/json", Mono.just(json));
	}

	/**
	 * Service that says one thing after the other.
	 */
	static FakeService answering(Iterator<String> answers) {
		return new FakeService(UnaryOperator.identity(), "application/json", Mono.fromSupplier(answers::next));
	}

	/**
	 * Service that answers when it is let.
	 */
	static FakeService answeringLater(Publisher<String> json) {
		return new FakeService(UnaryOperator.identity(), "application/json", json);
	}

	static FakeService answering(UnaryOperator<HttpServer> customizer) {
		return new FakeService(customizer, "application/json", Mono.just(ANSWER));
	}

	/**
	 * Service that tells something in a header as well.
	 */
	static FakeService telling(String header, String value) {
		return new FakeService(UnaryOperator.identity(),
				(response) -> response.header("Content-Type", "application/json").header(header, value),
				Mono.just(ANSWER));
	}

	/**
	 * Service that never answers.
	 */
	static FakeService silent() {
		return new FakeService(UnaryOperator.identity(), "application/json", Mono.never());
	}

	/**
	 * Service that streams.
	 */
	static FakeService streaming(Publisher<String> events) {
		return new FakeService(UnaryOperator.identity(), "text/event-stream", events);
	}

	/**
	 * Service that fails some times before it answers.
	 */
	static FakeService failing(int times, int status, String... header) {
		AtomicInteger left = new AtomicInteger(times);
		return new FakeService(UnaryOperator.identity(), (response) -> {
			if (left.getAndDecrement() > 0) {
				response.status(status);
				for (int i = 0; i < header.length; i += 2) {
					response.header(header[i], header[i + 1]);
				}
			}
			return response.header("Content-Type", "application/json");
		}, Mono.just(ANSWER));
	}

	/**
	 * Service that sends its callers elsewhere.
	 */
	static FakeService redirecting(String location) {
		return new FakeService(UnaryOperator.identity(),
				(response) -> response.status(307).header("Location", location), Mono.empty());
	}

	String url() {
		return (this.secure ? "https" : "http") + "://127.0.0.1:" + this.server.port() + "/v1";
	}

	int port() {
		return this.server.port();
	}

	List<Call> calls() {
		return this.calls;
	}

	Call call() {
		return this.calls.get(this.calls.size() - 1);
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	/**
	 * What the service was asked.
	 */
	record Call(String path, io.netty.handler.codec.http.HttpHeaders headers, String protocol, String text) {

		Map<String, Object> body() {
			return JsonMapper.shared().readValue(this.text, new TypeReference<>() {
			});
		}

	}

}
