package io.github.llmspring.benchmarks.loopback;

import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The least that WebClient costs: the bytes of both directions go past its codecs, and
 * nothing is done with them but what {@link LeanWebClient} does.
 */
final class BareWebClient implements Contestant {

	private final WebClient client = WebClient.builder().build();

	private final LeanJson json = new LeanJson();

	private final URI uri;

	BareWebClient(URI service) {
		this.uri = URI.create(service + "/chat/completions");
	}

	@Override
	public String name() {
		return BARE;
	}

	@Override
	public String call() {
		return this.json.answer(Objects.requireNonNull(request(false)
			.exchangeToFlux((response) -> DataBufferUtils.join(body(response)).map(this::bytes).flux())
			.next()
			.block()));
	}

	@Override
	public Mono<Void> stream(Consumer<String> piece) {
		return Mono.defer(() -> {
			LeanJson.Lines lines = this.json.lines(piece);
			return request(true).exchangeToFlux(BareWebClient::body).doOnNext((buffer) -> {
				lines.add(buffer.readableByteCount(), buffer::read);
				DataBufferUtils.release(buffer);
			}).then();
		});
	}

	private WebClient.RequestHeadersSpec<?> request(boolean streaming) {
		byte[] body = this.json.request(streaming);
		return this.client.method(HttpMethod.POST).uri(this.uri).body((message, context) -> write(message, body));
	}

	private static Mono<Void> write(ClientHttpRequest message, byte[] body) {
		HttpHeaders headers = message.getHeaders();
		headers.setBearerAuth("key");
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.setContentLength(body.length);
		return message.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(body)));
	}

	/**
	 * A record keeps WebClient from describing the request for each body.
	 */
	private static Flux<DataBuffer> body(ClientResponse response) {
		return response.body((message, context) -> new Message(message)).message().getBody();
	}

	private byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	@Override
	public void close() {
		// its connections are WebClient's
	}

	private record Message(ClientHttpResponse message) {
	}

}
