package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.WireFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * What becomes of one call's answer: decides by status and content type how to read it,
 * and names the call in all that comes of it.
 */
final class Answering implements AnswerReceiver<ChatEvent> {

	private final ProviderSettings settings;

	private final WireFormat format;

	private final Dialect dialect;

	private final ChatRequest request;

	private final HttpCall call;

	private final URI uri;

	private final Credentials credentials;

	private final Origin origin;

	private final RateLimitHeaders limitHeaders;

	private volatile @Nullable RateLimitState limits;

	private volatile Headers headers = Headers.NONE;

	private volatile int status;

	private volatile WatchedExchange.@Nullable Guard guard;

	Answering(ProviderSettings settings, WireFormat format, Dialect dialect, ChatRequest request, HttpCall call,
			URI uri, Origin origin, RateLimitHeaders limitHeaders) {
		this.settings = settings;
		this.format = format;
		this.dialect = dialect;
		this.request = request;
		this.call = call;
		this.uri = uri;
		this.credentials = new Credentials(settings.headers());
		this.origin = origin;
		this.limitHeaders = limitHeaders;
	}

	@Override
	public Credentials credentials() {
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

	@Override
	public Flux<ChatEvent> receive(ClientResponse response) {
		WatchedExchange.Guard watched = Objects.requireNonNull(this.guard);
		if (watched.ended()) {
			ResponseBody.abandon(response);
			return Flux.never();
		}
		HttpHeaders received = response.headers().asHttpHeaders();
		this.headers = received::getFirst;
		this.limits = this.limitHeaders.read(this.headers, InstantSource.system());
		int status = response.statusCode().value();
		this.status = status;
		Flux<DataBuffer> body = ResponseBody.buffers(response);
		if (status >= 400) {
			return Answers.errorBody(body).flux().flatMap((bytes) -> Flux.error(reported(status, bytes)));
		}
		if (status >= 300) {
			return Answers.instead(body, NoAnswer.redirected(status, received.getFirst(HttpHeaders.LOCATION)));
		}
		if (contentType().startsWith("text/html")) {
			return Answers.instead(body, NoAnswer.webPage());
		}
		if (this.request.streaming()) {
			return new EventFlux(body, this, watched);
		}
		return new WholeBody<>(body, this.settings.limits().response(), this::tooLarge,
				(bytes) -> watched.answered() ? new ChatEvent.Completed(completed(decode(bytes))) : null);
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
	 * Reads a whole answer.
	 */
	ChatResponse decode(byte[] body) {
		return this.format.decode(Answers.requireDocument(body), this.headers, this.dialect);
	}

	private LlmException reported(int status, byte[] body) {
		return Answers.reported(this.format.error(status, this.headers, body), status, this.headers);
	}

	/**
	 * A complete answer, with what is known of the call. Some services do not name the
	 * model.
	 */
	ChatResponse completed(ChatResponse response) {
		return this.origin.mark(response)
			.toBuilder()
			.provider(this.settings.id())
			.model((response.model() != null) ? response.model() : this.request.model())
			.requestId(requestId())
			.warnings(this.call.warnings())
			.rateLimits(this.limits)
			.build();
	}

	private @Nullable String requestId() {
		return Answers.requestId(this.dialect, this.headers);
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
		return this.credentials.failed(this.credentials.hidden(translated, requestId)
			.provider(this.settings.id())
			.model(this.request.model())
			.rateLimits(this.limits)
			.build());
	}

	StreamReading reading() {
		Limits limits = this.settings.limits();
		return new StreamReading(this, limits, Framer.of(this.format.framing(), limits.event()),
				this.format.decoder(this.dialect));
	}

}
