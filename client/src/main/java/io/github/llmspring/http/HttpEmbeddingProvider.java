package io.github.llmspring.http;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.time.TimeoutScheduler;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.EmbeddingFormat;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.embedding.EmbeddingFormats;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Vectors from a service that is reached over HTTP. More texts than fit into one request
 * are sent in several, some at the same time.
 */
public final class HttpEmbeddingProvider implements EmbeddingProvider {

	/**
	 * Most requests at the same time: a service's own limit of requests is met soon
	 * enough.
	 */
	private static final int PARALLEL = 4;

	private final ProviderSettings settings;

	private final @Nullable EmbeddingFormat format;

	private final Dialect dialect;

	private final Scheduler clock;

	private final RequestSender sender;

	private final ServiceAddress address;

	private final RateLimitHeaders limitHeaders;

	private final EmbeddingProvider exchange;

	/**
	 * Provider with a client of its own making.
	 * @param settings the provider's settings
	 * @param client the client to send with; it must not follow redirects
	 */
	public HttpEmbeddingProvider(ProviderSettings settings, WebClient client) {
		this(settings, client, TimeoutScheduler.SHARED);
	}

	HttpEmbeddingProvider(ProviderSettings settings, WebClient client, Scheduler clock) {
		this.settings = settings;
		this.dialect = settings.preset().dialect().with(DialectKey.JSON_DEPTH, settings.limits().depth());
		this.format = EmbeddingFormats.find(settings.wireFormat(), this.dialect);
		this.clock = clock;
		this.sender = new RequestSender(client, settings);
		this.address = new ServiceAddress(settings.baseUrl(), settings.preset().query());
		this.limitHeaders = new RateLimitHeaders(this.dialect);
		this.exchange = (request) -> exchange(requireFormat(), request);
	}

	private HttpEmbeddingProvider(HttpEmbeddingProvider bare, UnaryOperator<EmbeddingProvider> around) {
		this.settings = bare.settings;
		this.format = bare.format;
		this.dialect = bare.dialect;
		this.clock = bare.clock;
		this.sender = bare.sender;
		this.address = bare.address;
		this.limitHeaders = bare.limitHeaders;
		this.exchange = around.apply(bare.exchange);
	}

	/**
	 * This provider with something around each of its requests, of which a call with many
	 * texts makes several.
	 * @param around surrounds what sends one request
	 * @return the provider
	 */
	public HttpEmbeddingProvider around(UnaryOperator<EmbeddingProvider> around) {
		return new HttpEmbeddingProvider(this, around);
	}

	/**
	 * Provider for a program without Spring Boot.
	 * @param settings the provider's settings
	 * @param connections the connections to use
	 * @return the provider
	 */
	public static HttpEmbeddingProvider of(ProviderSettings settings, ProviderHttpClient connections) {
		return new HttpEmbeddingProvider(settings,
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(connections.client())).build());
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			EmbeddingFormat known = requireFormat();
			String model = requireModel(request);
			new RequiredKey(this.settings).check(model);
			EmbeddingRequest asked = request.withModel(model);
			List<EmbeddingRequest> batches = TextBatches.of(known, this.dialect.forModel(model), asked, this.settings)
				.cut(asked);
			return (batches.size() == 1) ? this.exchange.embed(batches.get(0)) : exchanges(batches, model);
		});
	}

	/**
	 * Where one fails, the others are ended and no further one is begun.
	 */
	private Mono<EmbeddingResponse> exchanges(List<EmbeddingRequest> batches, String model) {
		Duration total = this.settings.timeouts().total();
		return Flux.fromIterable(batches)
			.flatMapSequential(this.exchange::embed, PARALLEL, 1)
			.collectList()
			.map(TextBatches::join)
			.timeout(total, Mono.error(() -> LlmException
				.builder(Reason.TIMEOUT_TOTAL,
						"the vectors of all texts were not there within " + total.toMillis() + " ms")
				.advice("Set llm.providers." + this.settings.id() + ".timeout.total higher, or give fewer texts.")
				.provider(this.settings.id())
				.model(model)
				.build()), this.clock);
	}

	private EmbeddingFormat requireFormat() {
		if (this.format == null) {
			throw LlmException.builder(Reason.UNSUPPORTED, "the service makes no vectors of texts")
				.advice("Ask another provider: set llm.default-embedding-model, or take the client of that provider.")
				.provider(this.settings.id())
				.build();
		}
		return this.format;
	}

	private String requireModel(EmbeddingRequest request) {
		String model = (request.model() != null) ? request.model() : this.settings.embeddingModel();
		if (model == null) {
			throw LlmException.builder(Reason.INVALID_REQUEST, "no model for embeddings was asked for")
				.advice("Set llm.providers." + this.settings.id() + ".embedding-model, or ask for " + this.settings.id()
						+ "/<model>.")
				.provider(this.settings.id())
				.build();
		}
		return model;
	}

	private Mono<EmbeddingResponse> exchange(EmbeddingFormat known, EmbeddingRequest request) {
		Dialect spoken = this.dialect.forModel(request.model());
		HttpCall call = encode(known, request, spoken);
		WholeExchange<EmbeddingResponse> exchange = new WholeExchange<>(this.settings, this.dialect, this.limitHeaders,
				request.model(), this.address.resolve(call.path()),
				(body, headers) -> known.decode(body, headers, request, spoken));
		return exchange.send(this.sender, call).map((answer) -> complete(answer, call, exchange.limits()));
	}

	private HttpCall encode(EmbeddingFormat known, EmbeddingRequest request, Dialect spoken) {
		try {
			return known.encode(request, spoken);
		}
		catch (LlmException ex) {
			throw ex.toBuilder().provider(this.settings.id()).model(request.model()).build();
		}
		catch (RuntimeException ex) {
			throw LlmException
				.builder(Reason.INVALID_REQUEST, "the request cannot be written: " + TransportErrors.describe(ex))
				.provider(this.settings.id())
				.model(request.model())
				.cause(ex)
				.build();
		}
	}

	private EmbeddingResponse complete(EmbeddingResponse answer, HttpCall call, @Nullable RateLimitState limits) {
		return new EmbeddingResponse(answer.vectors(), answer.model(), this.settings.id(), answer.usage(),
				answer.cost(), call.warnings(), answer.attempts(), limits);
	}

}
