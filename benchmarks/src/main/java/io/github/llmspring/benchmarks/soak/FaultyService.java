package io.github.llmspring.benchmarks.soak;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A service that speaks chat completions on the loopback interface, fails at random in
 * every way and can go down and come back at the same port.
 */
final class FaultyService {

	/**
	 * The pieces that every whole answer and every stream consists of.
	 */
	static final String[] PIECES = "The keeper trims the lamp , and when there is fog the horn is heard .".split(" ");

	static final String TEXT = String.join("", PIECES);

	private static final Duration PACE = Duration.ofMillis(30);

	private final double rate;

	private final Map<Fault, LongAdder> tally = new EnumMap<>(Fault.class);

	private @Nullable DisposableServer server;

	private @Nullable ChannelGroup connections;

	private int port;

	FaultyService(double rate) {
		this.rate = rate;
		for (Fault fault : Fault.values()) {
			this.tally.put(fault, new LongAdder());
		}
	}

	/**
	 * Listens, at the same port as before where there was one.
	 * @return the port
	 */
	int up() {
		ChannelGroup group = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
		DisposableServer bound = HttpServer.create()
			.host("127.0.0.1")
			.port(this.port)
			.option(ChannelOption.SO_BACKLOG, 1024)
			.option(ChannelOption.SO_REUSEADDR, true)
			.channelGroup(group)
			.doOnConnection((connection) -> group.add(connection.channel()))
			.route((routes) -> routes.post("/chat/completions", this::answer))
			.bindNow();
		this.connections = group;
		this.server = bound;
		this.port = bound.port();
		return this.port;
	}

	/**
	 * Stops to listen and breaks all connections off.
	 */
	void down() {
		if (this.server != null && this.connections != null) {
			this.server.channel().close().syncUninterruptibly();
			this.connections.close().awaitUninterruptibly();
			this.server.dispose();
		}
	}

	/**
	 * What became of the requests, and how many connections are open.
	 * @return pairs of names and numbers
	 */
	String tally() {
		return this.tally.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue().sum())
			.collect(Collectors.joining(" "));
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asString().flatMap((body) -> {
			boolean streaming = body.contains("\"stream\":true");
			Fault fault = Fault.draw(ThreadLocalRandom.current(), this.rate, streaming);
			Mono<Void> outcome = streaming ? stream(response, fault) : whole(response, fault);
			return (fault == Fault.NONE) ? outcome.doOnSuccess((done) -> count(fault))
					: outcome.doOnSubscribe((begun) -> count(fault));
		});
	}

	private void count(Fault fault) {
		this.tally.getOrDefault(fault, new LongAdder()).increment();
	}

	private Mono<Void> whole(HttpServerResponse response, Fault fault) {
		String body = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
				+ "\"message\":{\"role\":\"assistant\",\"content\":\"" + TEXT + "\"},\"finish_reason\":\"stop\"}],"
				+ "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":14,\"total_tokens\":23}}";
		return Mono.delay(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100, 800)))
			.then(Mono.defer(() -> switch (fault) {
				case NONE -> send(response, 200, body);
				case TRUNCATED -> {
					response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
						.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length()));
					yield sent(response, body.substring(0, body.length() / 2)).then(close(response, false));
				}
				case GARBAGE -> send(response, 200, "<html><body>It works!</body></html>");
				default -> fault(response, fault);
			}));
	}

	private Mono<Void> stream(HttpServerResponse response, Fault fault) {
		if (!fault.amid() && fault != Fault.NONE && fault != Fault.TRUNCATED && fault != Fault.GARBAGE) {
			return fault(response, fault);
		}
		response.header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
		if (fault == Fault.GARBAGE) {
			return sent(response, "data: {\"id\":]]]\n\n");
		}
		if (fault == Fault.TRUNCATED) {
			return sent(response, event("{\"role\":\"assistant\",\"content\":\"\"}", null));
		}
		int count = fault.amid() ? ThreadLocalRandom.current().nextInt(1, PIECES.length) : PIECES.length;
		Flux<String> pieces = Flux.interval(PACE)
			.onBackpressureBuffer()
			.take(count)
			.map((index) -> event("{\"content\":\"" + PIECES[index.intValue()] + "\"}", null));
		Flux<String> events = switch (fault) {
			case ERROR_EVENT -> pieces.concatWithValues(
					"data: {\"error\":{\"message\":\"The engine failed\",\"type\":\"server_error\"}}\n\n");
			case GARBAGE_AMID -> pieces.concatWithValues("data: {\"id\":]]]\n\n");
			case STALLED_AMID -> pieces.concatWith(Flux.never());
			case NONE -> pieces.concatWithValues(event("{}", "stop"),
					"data: {\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,"
							+ "\"completion_tokens\":14,\"total_tokens\":23}}\n\n",
					"data: [DONE]\n\n");
			default -> pieces;
		};
		Mono<Void> sent = response.send(events.map(FaultyService::bytes), (written) -> true).then();
		return switch (fault) {
			case RESET_AMID ->
				response.send(events.map(FaultyService::bytes).concatWith(cut(response)), (b) -> true).then();
			default -> sent;
		};
	}

	private static Flux<ByteBuf> cut(HttpServerResponse response) {
		return close(response, true).thenMany(Flux.never());
	}

	private Mono<Void> fault(HttpServerResponse response, Fault fault) {
		return switch (fault) {
			case TOO_MANY_REQUESTS -> {
				if (ThreadLocalRandom.current().nextBoolean()) {
					response.header("retry-after-ms", "300");
				}
				yield send(response, 429, error("Rate limit reached", "requests"));
			}
			case OVERLOADED -> send(response, 503, error("The engine is overloaded", "server_error"));
			case SERVER_ERROR -> send(response, 500, error("The server had an error", "server_error"));
			case RESET -> close(response, true);
			case STALLED -> Mono.never();
			default -> throw new IllegalArgumentException(fault.name());
		};
	}

	private static String error(String message, String type) {
		return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\"}}";
	}

	private static Mono<Void> close(HttpServerResponse response, boolean reset) {
		return Mono.fromRunnable(() -> response.withConnection((connection) -> {
			if (reset) {
				connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
			}
			connection.channel().close();
		}));
	}

	private static String event(String delta, @Nullable String finish) {
		return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,"
				+ "\"delta\":" + delta + ",\"finish_reason\":" + ((finish != null) ? "\"" + finish + "\"" : "null")
				+ "}]}\n\n";
	}

	private static Mono<Void> send(HttpServerResponse response, int status, String body) {
		response.status(status)
			.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
			.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length()));
		return sent(response, body);
	}

	private static Mono<Void> sent(HttpServerResponse response, String body) {
		return response.send(Mono.fromSupplier(() -> bytes(body))).then();
	}

	private static ByteBuf bytes(String text) {
		return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
	}

}
