package io.github.llmspring.autoconfigure.metrics;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.Usage;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetPeriod;
import io.github.llmspring.budget.BudgetSharing;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.observation.metrics.LlmBuckets;
import io.github.llmspring.observation.metrics.LlmMeters;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls of all kinds and ends, in a time that only they let pass.
 */
final class Calls {

	private static final Usage USAGE = new Usage(12L, 4L, null, 30L, 8L, Map.of());

	private static final Budget BUDGET = new Budget("all", Cost.usd("10"), BudgetPeriod.MONTH, Budget.Scope.EVERYTHING,
			Budget.WhenSpent.REJECT);

	private static final ObservedService ACME = new ObservedService("acme_ai", "api.acme.example", 443);

	private final MockClock clock;

	private final Observations observations;

	private final Budgets budgets;

	private final SpendingMeters spending;

	private final CandidateHealth health = new CandidateHealth(
			Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

	Calls(MeterRegistry registry, MockClock clock, Generation generation) {
		this.clock = clock;
		registry.config().meterFilter(new LlmBuckets());
		ObservationRegistry observed = ObservationRegistry.create();
		LlmMeters meters = new LlmMeters(registry, generation, this.health);
		observed.observationConfig().observationHandler(meters);
		this.spending = new SpendingMeters(registry, List.of("team"));
		this.budgets = Budgets.of(List.of(BUDGET), Calls::price, (message) -> 1, BudgetSharing.NOBODY, (warning) -> {
		});
		new BudgetMeters(this.budgets).bindTo(registry);
		this.observations = Observations.builder(observed)
			.generation(generation)
			.chunkTimes(meters)
			.ticker(clock::monotonicTime)
			.build();
	}

	/**
	 * A thousandth of a dollar for each token of the model 'm'; that of 'n' is not known.
	 */
	private static @Nullable Cost price(ModelAddress address, Usage usage) {
		Long input = usage.inputTokens();
		Long output = usage.outputTokens();
		return ("m".equals(address.model()) && input != null && output != null)
				? Cost.usd(BigDecimal.valueOf(input + output, 3)) : null;
	}

	/**
	 * Makes all calls.
	 */
	void make() {
		ToolDefinition tool = new ToolDefinition("look", "Looks", "{\"type\":\"object\"}", (invocation) -> {
			this.clock.add(Duration.ofMillis(70));
			return ToolOutput.of("seen");
		});
		ask(List.of(answered(250))).prompt("answered").tag("team", "search").content();
		ask(List.of(streamed())).prompt("streamed").stream().content().blockLast();
		ask(List.of(streamed())).prompt("cancelled").stream().content().take(1).blockLast();
		ask(List.of(failed(Reason.SERVER_ERROR), answered(100))).prompt("retried").content();
		ask(List.of(calling(), answered(100))).prompt("calls a tool").tools(tool).content();
		ask(List.of(failed(Reason.RATE_LIMITED))).withModel("smart").prompt("falls back").content();
		try {
			ask(List.of(failed(Reason.INVALID_REQUEST))).prompt("fails").content();
		}
		catch (LlmException ex) {
			// as it should
		}
		EmbeddingClient
			.of(this.observations.ofEmbeddings("acme", ACME, "e", (request) -> Mono.fromSupplier(this::vectors)))
			.embed("Hi");
	}

	private EmbeddingResponse vectors() {
		this.clock.add(Duration.ofMillis(30));
		return new EmbeddingResponse(List.of(new float[] { 1 }), "e-1", "acme",
				new Usage(3L, null, null, null, null, Map.of()), List.of());
	}

	private ChatClient ask(List<Flux<ChatEvent>> answers) {
		Iterator<Flux<ChatEvent>> next = answers.iterator();
		Surroundings.Builder surroundings = Surroundings.builder()
			.health(this.health)
			.retry(RetryPolicy.builder().initialDelay(Duration.ZERO).build())
			.pricing(Calls::price)
			.spending(List.of(this.spending, this.budgets))
			.budgets(this.budgets)
			.observations(this.observations);
		ChatProvider acme = Assembly.surround("acme", (request) -> Flux.defer(next::next),
				surroundings.model("m").circuitBreaker(BreakerSettings.DEFAULTS).service(ACME).build());
		ChatProvider spare = Assembly.surround("spare", (request) -> answered(500),
				surroundings.model("n").circuitBreaker(null).service(null).build());
		ModelRouter router = Assembly.router(
				List.of(new ProviderEntry("acme", acme, "m"), new ProviderEntry("spare", spare, "n")),
				List.of(Route.builder("smart").models("acme", "spare").build()), "acme", this.health);
		return Assembly.of(router).observations(this.observations).client();
	}

	private Flux<ChatEvent> answered(int millis) {
		return Flux.defer(() -> {
			this.clock.add(Duration.ofMillis(millis));
			return Flux.just(completed(FinishReason.STOP, new Content.Text("Hello")));
		});
	}

	private Flux<ChatEvent> calling() {
		return Flux
			.defer(() -> Flux.just(completed(FinishReason.TOOL_CALLS, new Content.ToolCall("c1", "look", "{}", null))));
	}

	private Flux<ChatEvent> streamed() {
		return Flux
			.<ChatEvent>just(new ChatEvent.TextDelta("Hel"), new ChatEvent.TextDelta("l"), new ChatEvent.TextDelta("o"),
					completed(FinishReason.STOP, new Content.Text("Hello")))
			.doOnNext((event) -> this.clock.add(Duration.ofMillis(35)));
	}

	private static ChatEvent completed(FinishReason reason, Content content) {
		return new ChatEvent.Completed(ChatResponse.builder()
			.provider("acme")
			.model("m-2026")
			.content(content)
			.finishReason(reason, null)
			.usage(USAGE)
			.rateLimits(new RateLimitState(new RateLimitState.Allowance(500L, 499, null), null, Instant.now()))
			.build());
	}

	private static Flux<ChatEvent> failed(Reason reason) {
		Duration wait = (reason == Reason.RATE_LIMITED) ? Duration.ofSeconds(30) : Duration.ZERO;
		return Flux
			.error(() -> LlmException.builder(reason, "scripted").provider("acme").model("m").retryAfter(wait).build());
	}

}
