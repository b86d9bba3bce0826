package io.github.llmspring.benchmarks.loopback;

import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What WebClient can do at best with care and no tricks: bytes both ways, streams framed
 * by hand, JSON read and written by Jackson's streaming API.
 */
final class LeanWebClient implements Contestant {

	private final WebClient client = WebClient.builder().build();

	private final LeanJson json = new LeanJson();

	private final URI uri;

	LeanWebClient(URI service) {
		this.uri = URI.create(service + "/chat/completions");
	}

	@Override
	public String name() {
		return LEAN;
	}

	@Override
	public String call() {
		return this.json.answer(Objects.requireNonNull(request(false).bodyToMono(byte[].class).block()));
	}

	@Override
	public Mono<Void> stream(Consumer<String> piece) {
		return Mono.defer(() -> {
			LeanJson.Lines lines = this.json.lines(piece);
			return request(true).bodyToFlux(DataBuffer.class).doOnNext((buffer) -> {
				lines.add(buffer.readableByteCount(), buffer::read);
				DataBufferUtils.release(buffer);
			}).then();
		});
	}

	private WebClient.ResponseSpec request(boolean streaming) {
		return this.client.post()
			.uri(this.uri)
			.header("Authorization", "Bearer key")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(this.json.request(streaming))
			.retrieve();
	}

	@Override
	public void close() {
		// its connections are WebClient's
	}

}
