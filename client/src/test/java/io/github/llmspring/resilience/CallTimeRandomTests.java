package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for the time of calls whatever happens: alone with retries, and on routes
 * whose candidates have times of their own. In virtual time.
 */
class CallTimeRandomTests {

	private static final int ATTEMPTS = 4;

	private static final Duration LONG = Duration.ofHours(1);

	/**
	 * What a model does each time it is asked.
	 *
	 * @param delay when it does something, in milliseconds
	 * @param outcome what
	 * @param total the time that it is given, in milliseconds
	 */
	record Model(int delay, Outcome outcome, int total) {

		Flux<ChatEvent> events(int number, VirtualTimeScheduler clock) {
			Flux<ChatEvent> end = switch (this.outcome) {
				case ANSWER -> Flux.just(ScriptedProvider.whole("from " + number));
				case SILENCE -> Flux.never();
				case FAILURE -> ScriptedProvider.failure(Reason.OVERLOADED);
				case BREAK -> ScriptedProvider.failure(Reason.CONNECTION);
			};
			return end.delaySubscription(Duration.ofMillis(this.delay), clock);
		}

		boolean answersInTime() {
			return this.outcome == Outcome.ANSWER && this.delay < this.total;
		}

	}

	enum Outcome {

		ANSWER, SILENCE, FAILURE, BREAK

	}

	@Provide
	Arbitrary<Model> models() {
		return Combinators
			.combine(Arbitraries.integers().between(0, 5_000), Arbitraries.of(Outcome.class),
					Arbitraries.integers().between(1, 5_000))
			.as(Model::new);
	}

	/**
	 * One call, with what came of it.
	 */
	private static final class Call {

		private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

		private final List<ChatEvent> events = new ArrayList<>();

		private int ends;

		private @Nullable Throwable failure;

		ScriptedProvider scripted(Model model, int number) {
			return ScriptedProvider
				.of(Collections.nCopies(ATTEMPTS, Flux.defer(() -> model.events(number, this.clock))));
		}

		ChatProvider within(String id, ScriptedProvider provider, RetryPolicy policy, int total) {
			return new DeadlineProvider(id, new RetryProvider(id, provider, policy, this.clock),
					Duration.ofMillis(total), this.clock);
		}

		void begin(Flux<ChatEvent> call) {
			call.subscribe(this.events::add, (ex) -> {
				this.ends++;
				this.failure = ex;
			}, () -> this.ends++);
		}

		void pass(Duration time) {
			this.clock.advanceTimeBy(time);
		}

	}

	@Property(tries = 500)
	void retriesAndTheirWaitsEndWithTheTimeOfTheCall(@ForAll("models") Model model,
			@ForAll @IntRange(min = 1, max = 20_000) int total) {
		Call call = new Call();
		ScriptedProvider scripted = call.scripted(model, 0);
		RetryPolicy policy = RetryPolicy.builder().maxRetries(ATTEMPTS - 1).build();
		call.begin(call.within("acme", scripted, policy, total).send(ChatRequest.builder().model("m").build()));
		call.pass(Duration.ofMillis(total));
		assertThat(call.ends).isEqualTo(1);
		assertThat(scripted.open()).isZero();
		int exchanges = scripted.exchanges();
		call.pass(LONG);
		assertThat(scripted.exchanges()).isEqualTo(exchanges);
		assertThat(call.ends).isEqualTo(1);
	}

	@Property(tries = 500)
	void routeAnswersWhereAnyCandidateDoesWithinItsOwnTime(@ForAll("routes") List<Model> models) {
		Call call = new Call();
		List<ScriptedProvider> providers = new ArrayList<>();
		List<ProviderEntry> entries = new ArrayList<>();
		for (int i = 0; i < models.size(); i++) {
			Model model = models.get(i);
			ScriptedProvider scripted = call.scripted(model, i);
			providers.add(scripted);
			RetryPolicy policy = (i < models.size() - 1) ? RetryPolicy.HASTY : RetryPolicy.DEFAULTS;
			entries.add(new ProviderEntry("p" + i, call.within("p" + i, scripted, policy, model.total()), "m"));
		}
		Route route = Route.builder("smart").models(entries.stream().map(ProviderEntry::id).toList()).build();
		call.begin(new ModelRouter(entries, List.of(route), "smart", new CandidateHealth())
			.send(ChatRequest.builder().build()));
		call.pass(Duration.ofMillis(models.stream().mapToInt(Model::total).sum()));
		assertThat(call.ends).isEqualTo(1);
		assertThat(providers).allSatisfy((provider) -> assertThat(provider.open()).isZero());
		assertThat(call.failure == null).isEqualTo(models.stream().anyMatch(Model::answersInTime));
		if (call.failure == null) {
			assertThat(call.events).hasSize(1);
		}
		else {
			assertThat(providers).allSatisfy((provider) -> assertThat(provider.exchanges()).isPositive());
			assertThat(call.failure.getSuppressed()).hasSize(models.size() - 1);
			assertThat(((LlmException) call.failure).attempts()).isNotEmpty();
		}
	}

	@Provide
	Arbitrary<List<Model>> routes() {
		return models().list().ofMinSize(1).ofMaxSize(4);
	}

}
