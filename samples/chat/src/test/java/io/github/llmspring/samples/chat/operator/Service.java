package io.github.llmspring.samples.chat.operator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Service with an account for each path, which answers as it is told to. Its failures
 * quote the key and the whole question, as bad services do.
 */
final class Service implements AutoCloseable {

	private static final String ANSWER = """
			{"id":"a-1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},\
			"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":%d,"total_tokens":%d}}""";

	private static final String PIECES = """
			data: {"id":"a-1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Yes"}}]}

			data: {"id":"a-1","model":"m","choices":[{"index":0,"delta":{"content":"."}}]}

			data: {"id":"a-1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: {"id":"a-1","model":"m","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":%d,\
			"total_tokens":%d}}

			data: [DONE]

			""";

	private final HttpServer server;

	private final Map<String, Queue<Answer>> script = new ConcurrentHashMap<>();

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger quoted = new AtomicInteger();

	Service() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	String url(String account) {
		return "http://127.0.0.1:" + port() + "/" + account + "/v1";
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	int asked() {
		return this.asked.get();
	}

	/**
	 * How many failures had a key and a question in them.
	 */
	int quoted() {
		return this.quoted.get();
	}

	void willAnswer(String account, int outputTokens) {
		will(account, new Answer(200, null, outputTokens));
	}

	void willFail(String account, int status, String retryAfter) {
		will(account, new Answer(status, retryAfter, 0));
	}

	private void will(String account, Answer answer) {
		this.script.computeIfAbsent(account, (name) -> new ConcurrentLinkedQueue<>()).add(answer);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String account = exchange.getRequestURI().getPath().split("/")[1];
		Answer answer = this.script.getOrDefault(account, new ConcurrentLinkedQueue<>()).poll();
		this.asked.incrementAndGet();
		boolean streamed = question.contains("\"stream\":true") && answer != null && answer.status() == 200;
		exchange.getResponseHeaders().set("Content-Type", streamed ? "text/event-stream" : "application/json");
		exchange.getResponseHeaders().set("x-ratelimit-limit-requests", "500");
		exchange.getResponseHeaders().set("x-ratelimit-remaining-requests", String.valueOf(500 - this.asked.get()));
		if (answer == null) {
			exchange.sendResponseHeaders(418, -1);
		}
		else {
			String said = streamed ? PIECES : ANSWER;
			byte[] body = ((answer.status() == 200) ? said.formatted(answer.tokens(), 1000 + answer.tokens())
					: failure(question + exchange.getRequestHeaders().getFirst("Authorization")))
				.getBytes(StandardCharsets.UTF_8);
			if (answer.retryAfter() != null) {
				exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
			}
			exchange.sendResponseHeaders(answer.status(), body.length);
			exchange.getResponseBody().write(body);
		}
		exchange.close();
	}

	private String failure(String quote) {
		if (quote.contains("CANARY-PROMPT") && quote.contains("sk-CANARY")) {
			this.quoted.incrementAndGet();
		}
		return "{\"error\":{\"message\":\"cannot serve " + quote.replace("\"", "'") + "\"}}";
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * What comes next.
	 */
	private record Answer(int status, String retryAfter, int tokens) {
	}

}
