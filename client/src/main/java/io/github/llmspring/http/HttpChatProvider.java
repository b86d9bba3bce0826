package io.github.llmspring.http;

import java.net.URI;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Provider that is reached over HTTP: encodes a request, sends it, decodes what comes.
 */
public final class HttpChatProvider implements ChatProvider {

	private final ProviderSettings settings;

	private final WireFormat format;

	private final Dialect dialect;

	private final ModelDialects dialects;

	private final WebClient client;

	private final ServiceAddress address;

	private final Ticker ticker;

	private final ModelListing models;

	private final RateLimitHeaders limitHeaders;

	/**
	 * Provider with a client of its own making.
	 * @param settings the provider's settings
	 * @param client the client to send with; it must not follow redirects
	 */
	public HttpChatProvider(ProviderSettings settings, WebClient client) {
		this(settings, client, Ticker.SYSTEM);
	}

	HttpChatProvider(ProviderSettings settings, WebClient client, Ticker ticker) {
		this(settings, known(settings.wireFormat()), client, ticker);
	}

	HttpChatProvider(ProviderSettings settings, WireFormat format, WebClient client, Ticker ticker) {
		this.settings = settings;
		this.format = format;
		this.dialect = settings.preset().dialect().with(DialectKey.JSON_DEPTH, settings.limits().depth());
		this.dialects = new ModelDialects(this.dialect, settings.rejects());
		this.client = client;
		this.address = new ServiceAddress(settings.baseUrl(), settings.preset().query());
		this.ticker = ticker;
		this.limitHeaders = new RateLimitHeaders(this.dialect);
		this.models = new ModelListing(settings, this.dialect, client, Schedulers.parallel());
	}

	/**
	 * Provider for a program without Spring Boot.
	 * @param settings the provider's settings
	 * @param connections the connections to use
	 * @return the provider
	 */
	public static HttpChatProvider of(ProviderSettings settings, ProviderHttpClient connections) {
		return new HttpChatProvider(settings,
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(connections.client())).build());
	}

	private static WireFormat known(String id) {
		WireFormat known = WireFormats.all().get(id);
		if (known == null) {
			throw new IllegalArgumentException(
					"Unknown wire format '" + id + "', known are " + WireFormats.all().keySet());
		}
		return known;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> exchange(complete(request)));
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.models.models();
	}

	/**
	 * What is configured of the provider.
	 * @return the settings
	 */
	public ProviderSettings settings() {
		return this.settings;
	}

	/**
	 * Lists the models that the service offers, asked for anew, to see whether it can be
	 * reached.
	 * @return the models; an {@link LlmException} of the reason {@code UNSUPPORTED} where
	 * there is no such list
	 */
	public Mono<List<ModelInfo>> modelsAnew() {
		return this.models.anew();
	}

	private ChatRequest complete(ChatRequest request) {
		String model = (request.model() != null) ? request.model() : this.settings.model();
		if (model == null) {
			throw failure(null,
					LlmException.builder(Reason.INVALID_REQUEST, "no model was asked for")
						.advice("Set llm.providers." + this.settings.id() + ".model, or ask for " + this.settings.id()
								+ "/<model>."));
		}
		new RequiredKey(this.settings).check(model);
		ChatOptions options = request.options().orElse(this.settings.options());
		return this.dialects.fulfilled((model.equals(request.model()) && options == request.options()) ? request
				: request.toBuilder().model(model).options(options).build());
	}

	private LlmException failure(@Nullable String model, LlmException.Builder failure) {
		return failure.provider(this.settings.id()).model(model).build();
	}

	private Flux<ChatEvent> exchange(ChatRequest request) {
		try {
			Origin origin = new Origin(this.settings.id(), String.valueOf(request.model()), this.format.id());
			HttpCall call = this.format.encode(origin.own(request), this.dialects.of(request));
			URI uri = this.address.resolve(call.path());
			Answering answering = new Answering(this.settings, this.format, this.dialect, request, call, uri, origin,
					this.limitHeaders);
			Flux<ChatEvent> answer = new RequestSender(this.client, this.settings).send(call, uri, answering);
			return new WatchedExchange(answer, answering, this.ticker);
		}
		catch (LlmException ex) {
			throw failure(request.model(), ex.toBuilder());
		}
		catch (RuntimeException ex) {
			throw failure(request.model(),
					LlmException
						.builder(Reason.INVALID_REQUEST,
								"the request cannot be written: " + TransportErrors.describe(ex))
						.cause(ex));
		}
	}

}
