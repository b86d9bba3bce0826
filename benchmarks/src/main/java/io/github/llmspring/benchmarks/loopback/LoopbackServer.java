package io.github.llmspring.benchmarks.loopback;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.llmspring.benchmarks.WireExample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A service that speaks chat completions on the loopback interface, with the answers made
 * beforehand. Prints its port and ends when its standard input does.
 */
final class LoopbackServer {

	/**
	 * Path below which answers come at once.
	 */
	static final String INSTANT = "/instant";

	/**
	 * Path below which answers come after {@link #DELAY}.
	 */
	static final String SLOW = "/slow";

	/**
	 * Path below which a stream sends a piece every {@link #PACE}.
	 */
	static final String PACED = "/paced";

	static final Duration DELAY = Duration.ofMillis(200);

	static final Duration PACE = Duration.ofMillis(20);

	static final int PACED_PIECES = 100;

	private final ByteBuf answer = buffer(WireExample.load("openai-chat").answer());

	private final List<ByteBuf> stream;

	private final List<ByteBuf> pacedStream = buffers(StreamedAnswer.of(PACED_PIECES).writes(1));

	private LoopbackServer(int pieces, int piecesPerWrite) {
		this.stream = buffers(StreamedAnswer.of(pieces).writes(piecesPerWrite));
	}

	private static List<ByteBuf> buffers(List<byte[]> writes) {
		return writes.stream().map(LoopbackServer::buffer).toList();
	}

	private static ByteBuf buffer(byte[] bytes) {
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
	}

	/**
	 * Serves until the standard input ends.
	 * @param args how many pieces a stream has, and how many one write holds
	 * @throws IOException if the standard input fails
	 */
	public static void main(String... args) throws IOException {
		DisposableServer server = new LoopbackServer(Integer.parseInt(args[0]), Integer.parseInt(args[1])).start();
		System.out.println(server.port());
		while (System.in.read() >= 0) {
			// the one who started this is still there
		}
		server.disposeNow();
	}

	private DisposableServer start() {
		return HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes.post(INSTANT + "/chat/completions", this::instant)
				.post(SLOW + "/chat/completions", this::slow)
				.post(PACED + "/chat/completions", this::paced))
			.bindNow();
	}

	private Publisher<Void> instant(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asString()
			.flatMap((body) -> body.contains("\"stream\":true") ? stream(response, Flux.fromIterable(this.stream))
					: whole(response));
	}

	private Publisher<Void> slow(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().then(Mono.delay(DELAY)).then(Mono.defer(() -> whole(response)));
	}

	private Publisher<Void> paced(HttpServerRequest request, HttpServerResponse response) {
		Flux<ByteBuf> paced = Flux.interval(Duration.ZERO, PACE)
			.onBackpressureBuffer()
			.take(this.pacedStream.size())
			.map((index) -> this.pacedStream.get(index.intValue()));
		return request.receive().aggregate().then(Mono.defer(() -> stream(response, paced)));
	}

	private Mono<Void> whole(HttpServerResponse response) {
		return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
			.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(this.answer.readableBytes()))
			.header("x-request-id", "req_example")
			.send(Mono.fromSupplier(this.answer::duplicate))
			.then();
	}

	private Mono<Void> stream(HttpServerResponse response, Flux<ByteBuf> writes) {
		return response.header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
			.header("x-request-id", "req_example")
			.send(writes.map(ByteBuf::duplicate), (write) -> true)
			.then();
	}

}
