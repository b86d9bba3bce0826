package io.github.llmspring.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Objects;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.WireFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * What becomes of one call's answer: decides by status and content type how to read it,
 * and names the call in all that comes of it.
 */
final class Answering {

	private static final int MAX_ERROR_BODY = 64 << 10;

	private final ProviderSettings settings;

	private final WireFormat format;

	private final Dialect dialect;

	private final ChatRequest request;

	private final HttpCall call;

	private final URI uri;

	private final Credentials credentials;

	private final Origin origin;

	private volatile Headers headers = Headers.NONE;

	private volatile int status;

	private volatile WatchedExchange.@Nullable Guard guard;

	Answering(ProviderSettings settings, WireFormat format, Dialect dialect, ChatRequest request, HttpCall call,
			URI uri, Origin origin) {
		this.settings = settings;
		this.format = format;
		this.dialect = dialect;
		this.request = request;
		this.call = call;
		this.uri = uri;
		this.credentials = new Credentials(settings.headers());
		this.origin = origin;
	}

	Credentials credentials() {
		return this.credentials;
	}

	void guardedBy(WatchedExchange.Guard guard) {
		this.guard = guard;
	}

	/**
	 * How long to wait for what: a whole answer may begin late.
	 */
	Timeouts timeouts() {
		Timeouts timeouts = this.settings.timeouts();
		return this.request.streaming() ? timeouts
				: new Timeouts(timeouts.connect(), Watchdog.FOREVER, Watchdog.FOREVER, timeouts.total());
	}

	/**
	 * Time that is left for the whole call.
	 */
	Duration timeLeft() {
		Duration total = this.settings.timeouts().total();
		Instant deadline = this.request.deadline();
		if (deadline == null) {
			return total;
		}
		Duration left = Duration.between(Instant.now(), deadline);
		return (left.compareTo(total) < 0) ? left : total;
	}

	Flux<ChatEvent> receive(ClientResponse response) {
		WatchedExchange.Guard watched = Objects.requireNonNull(this.guard);
		if (watched.ended()) {
			// the body was released when the exchange ended; to ask for it is an error
			return Flux.never();
		}
		HttpHeaders received = response.headers().asHttpHeaders();
		this.headers = received::getFirst;
		int status = response.statusCode().value();
		this.status = status;
		Flux<DataBuffer> body = BodyBytes.buffers(response);
		if (status >= 400) {
			return errorBody(body).flux().flatMap((bytes) -> Flux.error(reported(status, bytes)));
		}
		if (status >= 300) {
			return instead(body, NoAnswer.redirected(status, received.getFirst(HttpHeaders.LOCATION)));
		}
		if (contentType().startsWith("text/html")) {
			return instead(body, NoAnswer.webPage());
		}
		if (this.request.streaming()) {
			return new EventFlux(body, this, watched);
		}
		return BodyBytes.join(body, this.settings.limits().response(), this::tooLarge)
			.filter((bytes) -> watched.answered())
			.<ChatEvent>map((bytes) -> new ChatEvent.Completed(completed(decode(bytes))))
			.flux();
	}

	/**
	 * What a stream without any event ends with.
	 */
	LlmException withoutEvents(boolean empty) {
		return NoAnswer.withoutEvents(this.format.framing(), contentType(), empty);
	}

	private LlmException tooLarge() {
		return NoAnswer.tooLarge(this.settings.limits().response());
	}

	/**
	 * Content type in lower case, empty where the answer has none.
	 */
	String contentType() {
		String type = this.headers.first(HttpHeaders.CONTENT_TYPE);
		return (type != null) ? type.strip().toLowerCase(Locale.ROOT) : "";
	}

	/**
	 * A failure in place of a body that is of no interest.
	 */
	private static Flux<ChatEvent> instead(Flux<DataBuffer> body, LlmException failure) {
		return body.take(0, false).thenMany(Flux.error(failure));
	}

	/**
	 * Body of an error answer, as much as comes: whatever happens to it, the status
	 * stands.
	 */
	private static Mono<byte[]> errorBody(Flux<DataBuffer> body) {
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
	 * Reads a whole answer.
	 */
	ChatResponse decode(byte[] body) {
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
		return this.format.decode(body, this.headers, this.dialect);
	}

	private LlmException reported(int status, byte[] body) {
		LlmException error = this.format.error(status, this.headers, body);
		LlmException.Builder hinted = error.toBuilder().status(status);
		Duration wait = RetryHints.retryAfter(this.headers, ZonedDateTime::now);
		if (wait != null) {
			hinted.retryAfter(wait);
		}
		Boolean retryable = RetryHints.retryable(this.headers);
		return (retryable != null) ? hinted.retryable(retryable).build() : hinted.build();
	}

	/**
	 * A complete answer, with what is known of the call.
	 */
	ChatResponse completed(ChatResponse response) {
		return this.origin.mark(response)
			.toBuilder()
			.provider(this.settings.id())
			.requestId(requestId())
			.warnings(this.call.warnings())
			.build();
	}

	private @Nullable String requestId() {
		for (Object name : this.dialect.get(DialectKey.REQUEST_ID_HEADERS)) {
			String value = this.headers.first((String) name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/**
	 * A failure of any kind as the one exception, with what is known of the call and
	 * without the key.
	 */
	LlmException failure(Throwable failure) {
		LlmException translated = TransportErrors.translate(failure, this.uri, this.settings.proxy());
		if (this.status >= 400 && translated.status() == null) {
			translated = reported(this.status, new byte[0]);
		}
		String requestId = (translated.requestId() != null) ? translated.requestId() : requestId();
		return this.credentials.failed(translated.toBuilder()
			.detail(this.credentials.mask(translated.detail()))
			.requestId((requestId != null) ? this.credentials.mask(requestId) : null)
			.cause(this.credentials.areToldBy(translated.getCause()) ? null : translated.getCause())
			.provider(this.settings.id())
			.model(this.request.model())
			.build());
	}

	StreamReading reading() {
		Limits limits = this.settings.limits();
		return new StreamReading(this, limits, Framer.of(this.format.framing(), limits.event()),
				this.format.decoder(this.dialect));
	}

}
