package io.github.llmspring.http;

import java.net.URI;
import java.time.InstantSource;
import java.util.function.BiFunction;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.time.TimeoutScheduler;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.ErrorReader;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * One exchange whose answer is read as a whole and is no chat: vectors, lists of models.
 *
 * @param <T> what the answer is read as
 */
final class WholeExchange<T> implements AnswerReceiver<T> {

	private final ProviderSettings settings;

	private final Dialect dialect;

	private final RateLimitHeaders limitHeaders;

	private final @Nullable String model;

	private final URI uri;

	private final BiFunction<byte[], Headers, T> decoder;

	private final Credentials credentials;

	private volatile Headers headers = Headers.NONE;

	private volatile int status;

	private volatile @Nullable RateLimitState limits;

	/**
	 * Exchange to come.
	 * @param settings the provider's settings
	 * @param dialect how the service deviates
	 * @param limitHeaders reads what the service tells of its rate limits
	 * @param model the model that is asked, if any
	 * @param uri where the call goes
	 * @param decoder reads the body of a successful answer
	 */
	WholeExchange(ProviderSettings settings, Dialect dialect, RateLimitHeaders limitHeaders, @Nullable String model,
			URI uri, BiFunction<byte[], Headers, T> decoder) {
		this.settings = settings;
		this.dialect = dialect;
		this.limitHeaders = limitHeaders;
		this.model = model;
		this.uri = uri;
		this.decoder = decoder;
		this.credentials = new Credentials(settings.headers());
	}

	/**
	 * Sends the call.
	 * @param sender sends it
	 * @param call the call
	 * @return what the answer is read as
	 */
	Mono<T> send(RequestSender sender, HttpCall call) {
		return Mono.defer(() -> sender.send(call, this.uri, this).next())
			.timeout(this.settings.timeouts().total(),
					Mono.error(() -> LlmException.of(Reason.TIMEOUT_TOTAL,
							"the time for the call was up before the answer was whole")),
					TimeoutScheduler.SHARED)
			.onErrorMap(this::failure);
	}

	/**
	 * What the service told of its rate limits, once there is an answer or a failure.
	 */
	@Nullable RateLimitState limits() {
		return this.limits;
	}

	@Override
	public Credentials credentials() {
		return this.credentials;
	}

	@Override
	public Flux<T> receive(ClientResponse response) {
		HttpHeaders received = response.headers().asHttpHeaders();
		this.headers = received::getFirst;
		this.limits = this.limitHeaders.read(this.headers, InstantSource.system());
		int code = response.statusCode().value();
		this.status = code;
		Flux<DataBuffer> body = ResponseBody.buffers(response);
		if (code >= 400) {
			return Answers.errorBody(body)
				.<T>flatMap((bytes) -> Mono.error(Answers.reported(ErrorReader.read(code, bytes), code, this.headers)))
				.flux();
		}
		if (code >= 300) {
			return Answers.instead(body, NoAnswer.redirected(code, received.getFirst(HttpHeaders.LOCATION)));
		}
		int limit = this.settings.limits().response();
		return new WholeBody<>(body, limit, () -> NoAnswer.tooLarge(limit),
				(bytes) -> this.decoder.apply(Answers.requireDocument(bytes), this.headers));
	}

	private LlmException failure(Throwable failure) {
		LlmException translated = TransportErrors.translate(failure, this.uri, this.settings.proxy());
		if (this.status >= 400 && translated.status() == null) {
			translated = Answers.reported(ErrorReader.read(this.status, new byte[0]), this.status, this.headers);
		}
		String told = (translated.requestId() != null) ? translated.requestId()
				: Answers.requestId(this.dialect, this.headers);
		return this.credentials.failed(this.credentials.hidden(translated, told)
			.provider(this.settings.id())
			.model(this.model)
			.rateLimits(this.limits)
			.build());
	}

}
