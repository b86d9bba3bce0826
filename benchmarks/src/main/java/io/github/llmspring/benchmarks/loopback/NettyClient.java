package io.github.llmspring.benchmarks.loopback;

import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The same work as that of {@link LeanWebClient} without WebClient: what the connection
 * itself costs.
 */
final class NettyClient implements Contestant {

	private final HttpClient client = HttpClient.create().compress(true);

	private final LeanJson json = new LeanJson();

	private final URI uri;

	NettyClient(URI service) {
		this.uri = URI.create(service + "/chat/completions");
	}

	@Override
	public String name() {
		return NETTY;
	}

	@Override
	public String call() {
		return this.json.answer(
				Objects.requireNonNull(request(false).responseSingle((response, body) -> body.asByteArray()).block()));
	}

	@Override
	public Mono<Void> stream(Consumer<String> piece) {
		return Mono.defer(() -> {
			LeanJson.Lines lines = this.json.lines(piece);
			return request(true).response((response, body) -> body.doOnNext((buffer) -> lines
				.add(buffer.readableBytes(), (target, index, count) -> buffer.readBytes(target, index, count)))).then();
		});
	}

	private HttpClient.ResponseReceiver<?> request(boolean streaming) {
		byte[] body = this.json.request(streaming);
		return this.client
			.headers((headers) -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer key")
				.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length)))
			.post()
			.uri(this.uri)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
	}

	@Override
	public void close() {
		// its connections are those that all of Reactor Netty's clients share
	}

}
