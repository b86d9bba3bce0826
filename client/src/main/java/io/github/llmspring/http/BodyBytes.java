package io.github.llmspring.http;

import java.util.Arrays;
import java.util.function.Supplier;

import io.github.llmspring.LlmException;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * The bytes of a body in the making; buffers are copied and released as they come.
 */
final class BodyBytes {

	private final int limit;

	private final Supplier<LlmException> tooLarge;

	private byte[] bytes = {};

	private int size;

	private BodyBytes(int limit, Supplier<LlmException> tooLarge) {
		this.limit = limit;
		this.tooLarge = tooLarge;
	}

	/**
	 * The buffers of an answer as the connection gives them. WebClient's own way to them
	 * describes the request in words, once for each answer, and adds an operator to say
	 * them where a body fails.
	 */
	static Flux<DataBuffer> buffers(ClientResponse response) {
		return response.body((message, context) -> new Bare(message)).message().getBody();
	}

	/**
	 * All bytes of a body.
	 * @param body the body
	 * @param limit the most bytes to take
	 * @param tooLarge makes the failure where there are more
	 * @return the bytes, possibly none
	 */
	static Mono<byte[]> join(Flux<DataBuffer> body, int limit, Supplier<LlmException> tooLarge) {
		return body.collect(() -> new BodyBytes(limit, tooLarge), BodyBytes::add).map(BodyBytes::toByteArray);
	}

	/**
	 * Cancels the body of an answer that came when nobody wanted it any more, and its
	 * connection with it. Where the answer had not come yet, the connector has done so
	 * already, and to ask for the body is an error.
	 * @param response the answer
	 */
	static void abandon(ClientResponse response) {
		buffers(response).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.cancel();
			}

			@Override
			protected void hookOnError(Throwable alreadyReleased) {
			}

		});
	}

	private void add(DataBuffer buffer) {
		try {
			int count = buffer.readableByteCount();
			if (count > this.limit - this.size) {
				throw this.tooLarge.get();
			}
			if (count > this.bytes.length - this.size) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.size * 2, this.size + count));
			}
			buffer.read(this.bytes, this.size, count);
			this.size += count;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private byte[] toByteArray() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	private record Bare(ClientHttpResponse message) {
	}

}
