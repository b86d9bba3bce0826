package io.github.llmspring.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for routes whatever happens, in virtual time.
 */
class RouteRandomTests {

	private static final ByPrice UNKNOWN_PRICES = new ByPrice(Models.NONE, (message) -> 0);

	private static final int STEP = 100;

	private static final int STEPS = 600;

	/**
	 * One candidate: how long until each signal, which pieces come, how it ends and
	 * whether it rests.
	 *
	 * @param delay the time before each signal, in milliseconds
	 * @param pieces how many pieces come
	 * @param failure how it fails, or {@code null} where it answers
	 * @param rests whether it rests when the call begins
	 */
	record Plan(int delay, int pieces, @Nullable Reason failure, boolean rests) {

		Flux<ChatEvent> events(int number, VirtualTimeScheduler clock) {
			List<ChatEvent> events = expected(number);
			Flux<ChatEvent> all = Flux.fromIterable(events);
			Flux<ChatEvent> end = (this.failure != null) ? Flux.error(() -> LlmException.of(this.failure, "failed"))
					: Flux.empty();
			if (this.delay > 0) {
				Duration pause = Duration.ofMillis(this.delay);
				return all.delayElements(pause, clock).concatWith(end.delaySubscription(pause, clock));
			}
			return all.concatWith(end);
		}

		List<ChatEvent> expected(int number) {
			List<ChatEvent> events = new ArrayList<>();
			for (int i = 0; i < this.pieces; i++) {
				events.add(new ChatEvent.TextDelta(number + "." + i));
			}
			if (this.failure == null) {
				events.add(ScriptedProvider.whole("whole " + number));
			}
			return events;
		}

	}

	@Provide
	Arbitrary<List<Plan>> plans() {
		Arbitrary<Plan> failing = Combinators
			.combine(Arbitraries.of(0, 50, 700, 5000),
					Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(0)),
							Tuple.of(1, Arbitraries.integers().between(1, 3))),
					Arbitraries.of(Reason.class), Arbitraries.of(false, false, true))
			.as(Plan::new);
		Arbitrary<Plan> answering = Combinators
			.combine(Arbitraries.of(0, 50, 700, 5000), Arbitraries.integers().between(0, 5),
					Arbitraries.of(false, false, true))
			.as((delay, pieces, rests) -> new Plan(delay, pieces, null, rests));
		return Arbitraries.frequencyOf(Tuple.of(3, failing), Tuple.of(1, answering)).list().ofMinSize(1).ofMaxSize(5);
	}

	/**
	 * One call, with what came of it.
	 */
	private static final class Call extends BaseSubscriber<ChatEvent> {

		private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

		private final CandidateHealth health = new CandidateHealth();

		private final List<ScriptedProvider> providers = new ArrayList<>();

		private final List<ChatEvent> events = new ArrayList<>();

		private long asked;

		private int ends;

		private @Nullable Throwable failure;

		Call(List<Plan> plans, int hedges, RouteStrategy strategy, @Nullable Instant deadline) {
			Map<String, ProviderEntry> entries = new LinkedHashMap<>();
			for (int i = 0; i < plans.size(); i++) {
				Flux<ChatEvent> events = plans.get(i).events(i, this.clock);
				ScriptedProvider provider = ScriptedProvider.of(events, events);
				this.providers.add(provider);
				entries.put("p" + i, new ProviderEntry("p" + i, provider, "m"));
				if (plans.get(i).rests()) {
					this.health.rest(new ModelAddress("p" + i, "m"), Duration.ofMinutes(5), "it is tired");
				}
			}
			Route.Builder route = Route.builder("smart").models(List.copyOf(entries.keySet())).strategy(strategy);
			if (hedges > 0) {
				route.hedge(new Hedge(Duration.ofSeconds(1), hedges));
			}
			RouteGroup group = new RouteTable(List.of(route.build()), entries,
					(id, model) -> RouteCandidate.of(entries.get(id), model),
					Preferences.of(this.health, UNKNOWN_PRICES), Models.NONE)
				.groups()
				.get(0);
			ChatRequest request = ChatRequest.builder().streaming(true).deadline(deadline).build();
			new RouteProvider(group, this.health, Models.NONE, this.clock).send(request).subscribe(this);
		}

		void ask(int count) {
			this.asked += count;
			request(count);
		}

		void pass(int millis) {
			this.clock.advanceTimeBy(Duration.ofMillis(millis));
		}

		int open() {
			return this.providers.stream().mapToInt(ScriptedProvider::open).sum();
		}

		int begun() {
			return this.providers.stream().mapToInt(ScriptedProvider::exchanges).sum();
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(ChatEvent event) {
			assertThat(this.ends).isZero();
			this.events.add(event);
			assertThat((long) this.events.size()).isLessThanOrEqualTo(this.asked);
		}

		@Override
		protected void hookOnComplete() {
			this.ends++;
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.ends++;
			this.failure = ex;
		}

	}

	@Property(tries = 500)
	void contentOfOneCandidateOnlyIsDeliveredAndNobodyIsAskedTwice(@ForAll("plans") List<Plan> plans,
			@ForAll @IntRange(max = 3) int hedges, @ForAll RouteStrategy strategy,
			@ForAll @IntRange(min = 1, max = 4) int atOnce) {
		Call call = new Call(plans, hedges, strategy, null);
		for (int i = 0; i < STEPS && call.ends == 0; i++) {
			call.ask(atOnce);
			call.pass(STEP);
		}
		assertThat(call.ends).isEqualTo(1);
		assertThat(call.open()).isZero();
		for (int i = 0; i < plans.size(); i++) {
			// where a breaker refused, nothing was sent
			int most = (plans.get(i).failure() == Reason.CIRCUIT_OPEN && plans.get(i).pieces() == 0) ? 2 : 1;
			assertThat(call.providers.get(i).exchanges()).isLessThanOrEqualTo(most);
		}
		if (call.events.isEmpty()) {
			assertThat(call.failure).isInstanceOf(LlmException.class);
			assertThat(call.failure.getSuppressed()).hasSize(call.begun() - 1);
			assertThat(((LlmException) call.failure).attempts()).hasSize(call.begun());
			return;
		}
		List<List<ChatEvent>> possible = new ArrayList<>();
		for (int i = 0; i < plans.size(); i++) {
			possible.add(plans.get(i).expected(i));
		}
		assertThat(possible).contains(call.events);
		Plan answered = plans.get(possible.indexOf(call.events));
		assertThat(call.failure != null).isEqualTo(answered.failure() != null);
	}

	@Property(tries = 500)
	void whoeverCouldHaveAnsweredIsAskedBeforeTheCallFails(@ForAll("plans") List<Plan> plans,
			@ForAll @IntRange(max = 3) int hedges, @ForAll RouteStrategy strategy) {
		Call call = new Call(plans, hedges, strategy, null);
		call.ask(100);
		call.pass(STEP * STEPS);
		Route route = Route.builder("smart").build();
		boolean allFallBack = plans.stream()
			.allMatch((plan) -> plan.failure() == null
					|| FallbackRules.mayAnotherDo(LlmException.of(plan.failure(), "failed"), route));
		boolean noneBreaksOff = plans.stream().allMatch((plan) -> plan.failure() == null || plan.pieces() == 0);
		boolean oneAnswers = plans.stream().anyMatch((plan) -> plan.failure() == null);
		if (allFallBack && noneBreaksOff) {
			assertThat(call.failure == null).isEqualTo(oneAnswers);
		}
	}

	@Property(tries = 500)
	void eachCandidateIsAskedForExactlyWhatTheCallerAsksFor(@ForAll("plans") List<Plan> plans,
			@ForAll @IntRange(max = 3) int hedges, @ForAll @IntRange(min = 1, max = 4) int atOnce) {
		Call call = new Call(plans, hedges, RouteStrategy.ORDERED, null);
		for (int i = 0; i < 40 && call.ends == 0; i++) {
			call.ask(atOnce);
			for (ScriptedProvider provider : call.providers) {
				if (provider.open() == 1 && provider.exchanges() == 1) {
					assertThat(provider.demands().stream().mapToLong(Long::longValue).sum()).isEqualTo(call.asked);
				}
			}
			call.pass(STEP);
		}
	}

	@Property(tries = 500)
	void whatIsCancelledIsOverAndNothingBegins(@ForAll("plans") List<Plan> plans, @ForAll @IntRange(max = 3) int hedges,
			@ForAll @IntRange(max = 100) int steps) {
		Call call = new Call(plans, hedges, RouteStrategy.ORDERED, null);
		call.ask(2);
		for (int i = 0; i < steps; i++) {
			call.pass(STEP);
		}
		int begun = call.begun();
		int ends = call.ends;
		call.cancel();
		assertThat(call.open()).isZero();
		call.pass(STEP * STEPS);
		assertThat(call.begun()).isEqualTo(begun);
		assertThat(call.ends).isEqualTo(ends);
	}

	@Property(tries = 300)
	void nobodyIsAskedAfterTheDeadline(@ForAll("plans") List<Plan> plans, @ForAll @IntRange(max = 3) int hedges,
			@ForAll @IntRange(min = 1, max = 8000) int deadline) {
		Call call = new Call(plans, hedges, RouteStrategy.ORDERED, Instant.EPOCH.plusMillis(deadline));
		call.ask(100);
		call.pass(deadline);
		int begun = call.begun();
		call.pass(STEP * STEPS);
		assertThat(call.begun()).isEqualTo(begun);
	}

}
