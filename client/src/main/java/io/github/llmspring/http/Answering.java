package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.WireFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * What becomes of one call's answer: decides by status and content type how to read it,
 * and names the call in all that comes of it.
 */
final class Answering {

	private static final int MAX_ERROR_BODY = 256 << 10;

	private final ProviderSettings settings;

	private final WireFormat format;

	private final Dialect dialect;

	private final ChatRequest request;

	private final HttpCall call;

	private final URI uri;

	private volatile Headers headers = Headers.NONE;

	private WatchedExchange.@Nullable Guard guard;

	Answering(ProviderSettings settings, WireFormat format, Dialect dialect, ChatRequest request, HttpCall call,
			URI uri) {
		this.settings = settings;
		this.format = format;
		this.dialect = dialect;
		this.request = request;
		this.call = call;
		this.uri = uri;
	}

	void guardedBy(WatchedExchange.Guard guard) {
		this.guard = guard;
	}

	Timeouts timeouts() {
		return this.settings.timeouts();
	}

	/**
	 * Time that is left for the whole call.
	 */
	Duration timeLeft() {
		Instant deadline = this.request.deadline();
		return (deadline != null) ? Duration.between(Instant.now(), deadline) : this.settings.timeouts().total();
	}

	Flux<ChatEvent> receive(ClientResponse response) {
		HttpHeaders received = response.headers().asHttpHeaders();
		this.headers = received::getFirst;
		int status = response.statusCode().value();
		Flux<DataBuffer> body = response.body(BodyExtractors.toDataBuffers());
		if (status >= 400) {
			return errorBody(body).flux().flatMap((bytes) -> Flux.error(reported(status, bytes)));
		}
		if (status >= 300) {
			return discard(body).thenMany(Flux.error(redirected(status, received.getFirst(HttpHeaders.LOCATION))));
		}
		MediaType type = received.getContentType();
		if (type != null && type.getSubtype().equals("html")) {
			return discard(body).thenMany(Flux.error(LlmException
				.builder(Reason.MALFORMED_RESPONSE, "the service answered with a web page, as a wrong address does")
				.status(status)
				.advice("Check the provider's base-url.")
				.build()));
		}
		if (this.guard != null && !isJson(type)) {
			return new EventFlux(body, this, this.guard);
		}
		Mono<ChatResponse> whole = bytes(body, this.settings.limits().response()).map(this::decode);
		return (this.guard != null) ? whole.flatMapIterable(WholeAnswer::events)
				: whole.<ChatEvent>map(ChatEvent.Completed::new).flux();
	}

	private static boolean isJson(@Nullable MediaType type) {
		return type != null && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
	}

	private static Mono<byte[]> bytes(Flux<DataBuffer> body, int limit) {
		return DataBufferUtils.join(body, limit).map(Answering::copy).defaultIfEmpty(new byte[0]);
	}

	private static byte[] copy(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * Body of an error answer; whatever happens to it, the status stands.
	 */
	private static Mono<byte[]> errorBody(Flux<DataBuffer> body) {
		return bytes(body, MAX_ERROR_BODY).onErrorReturn(new byte[0]);
	}

	private static Mono<Void> discard(Flux<DataBuffer> body) {
		return body.map(DataBufferUtils::release).takeUntil((released) -> false).then().onErrorComplete();
	}

	private ChatResponse decode(byte[] body) {
		if (body.length == 0) {
			throw LlmException.of(Reason.MALFORMED_RESPONSE, "the answer is empty");
		}
		return completed(this.format.decode(body, this.headers, this.dialect));
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

	private static LlmException redirected(int status, @Nullable String location) {
		String where = (location == null) ? "" : " to " + location.split("[?#]", 2)[0];
		return LlmException
			.builder(Reason.INVALID_REQUEST,
					"the service redirects" + where + ", which is not followed: it would get the key")
			.status(status)
			.advice("Set the provider's base-url to the address that answers itself.")
			.build();
	}

	/**
	 * A complete answer, with what is known of the call.
	 */
	ChatResponse completed(ChatResponse response) {
		return response.toBuilder()
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
		LlmException translated = TransportErrors.translate(failure, this.uri);
		LlmException.Builder named = translated.toBuilder()
			.detail(this.settings.apiKey().mask(translated.detail()))
			.provider(this.settings.id())
			.model(this.request.model());
		if (translated.requestId() == null) {
			named.requestId(requestId());
		}
		return named.build();
	}

	StreamReading reading() {
		return new StreamReading(new ServerSentEventFramer(this.settings.limits().event()),
				this.format.decoder(this.dialect), this.settings.limits().stream());
	}

}
