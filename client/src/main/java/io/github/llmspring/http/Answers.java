package io.github.llmspring.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.ZonedDateTime;

import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.Headers;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * What holds for the answers of services whatever was asked.
 */
final class Answers {

	private static final int MAX_ERROR_BODY = 64 << 10;

	private Answers() {
	}

	/**
	 * Body of an error answer, as much as comes: whatever happens to it, the status
	 * stands.
	 */
	static Mono<byte[]> errorBody(Flux<DataBuffer> body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		return body.doOnNext((buffer) -> bytes.writeBytes(copy(buffer)))
			.takeUntil((buffer) -> bytes.size() > MAX_ERROR_BODY)
			.onErrorComplete()
			.then(Mono.fromSupplier(bytes::toByteArray));
	}

	private static byte[] copy(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * A failure in place of a body that is of no interest.
	 */
	static <T> Flux<T> instead(Flux<DataBuffer> body, LlmException failure) {
		return body.take(0, false).thenMany(Flux.error(failure));
	}

	/**
	 * The body of an answer that may be a document: neither empty nor a web page.
	 */
	static byte[] requireDocument(byte[] body) {
		int first = 0;
		while (first < body.length && body[first] >= 0 && body[first] <= ' ') {
			first++;
		}
		if (first == body.length) {
			throw NoAnswer.empty();
		}
		if (body[first] == '<') {
			throw NoAnswer.webPage();
		}
		return body;
	}

	/**
	 * An error that the service reports, with what the headers add to it.
	 */
	static LlmException reported(LlmException error, int status, Headers headers) {
		LlmException.Builder hinted = error.toBuilder().status(status);
		Duration wait = RetryHints.retryAfter(headers, ZonedDateTime::now);
		if (wait != null) {
			hinted.retryAfter(wait);
		}
		Boolean retryable = RetryHints.retryable(headers);
		return (retryable != null) ? hinted.retryable(retryable).build() : hinted.build();
	}

	/**
	 * What the service calls the exchange.
	 */
	static @Nullable String requestId(Dialect dialect, Headers headers) {
		for (Object name : dialect.get(DialectKey.REQUEST_ID_HEADERS)) {
			String value = headers.first((String) name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

}
