package io.github.llmspring.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.MovableClock;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SurroundedProvider}: that what surrounds a provider works together.
 */
class SurroundedProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final ChatRequest REQUEST = ChatRequest.builder().build();

	private static final RetryPolicy AT_ONCE = RetryPolicy.builder().initialDelay(Duration.ZERO).build();

	private CandidateHealth health = new CandidateHealth();

	private SurroundedProvider around(ChatProvider provider, RetryPolicy retry) {
		return Assembly.surround("acme", provider,
				Surroundings.builder()
					.model("m")
					.retry(retry)
					.circuitBreaker(BreakerSettings.DEFAULTS)
					.health(this.health)
					.build());
	}

	private static LlmException failed(ChatProvider provider) {
		List<LlmException> failures = new ArrayList<>();
		StepVerifier.create(provider.send(REQUEST))
			.expectErrorSatisfies((ex) -> failures.add((LlmException) ex))
			.verify(PATIENCE);
		return failures.get(0);
	}

	@Test
	void breakerCountsEveryAttemptAndIsNotAskedAgainWhenOpen() {
		ScriptedProvider scripted = ScriptedProvider.of(Collections.nCopies(5, failure(Reason.SERVER_ERROR)));
		SurroundedProvider provider = around(scripted, AT_ONCE);
		assertThat(failed(provider).attempts()).hasSize(3);
		LlmException second = failed(provider);
		assertThat(second.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		assertThat(second.attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.SERVER_ERROR, Reason.SERVER_ERROR, Reason.CIRCUIT_OPEN);
		assertThat(failed(provider).attempts()).hasSize(1);
		assertThat(scripted.exchanges()).isEqualTo(5);
	}

	@Test
	void modelThatARequestDoesNotNameIsKnownAllTheSame() {
		ScriptedProvider scripted = ScriptedProvider.of(Flux.just(whole("a")));
		ChatEvent event = around(scripted, AT_ONCE).send(REQUEST).blockLast(PATIENCE);
		assertThat(scripted.requests().get(0).model()).isEqualTo("m");
		assertThat(((ChatEvent.Completed) event).response().attempts()).extracting(Attempt::address)
			.containsExactly(new ModelAddress("acme", "m"));
	}

	@Test
	void amongOthersOnlyABrokenConnectionIsTriedAgain() {
		ScriptedProvider busy = ScriptedProvider.of(failure(Reason.OVERLOADED));
		assertThat(failed(around(busy, RetryPolicy.DEFAULTS).amongOthers()).attempts()).hasSize(1);
		ScriptedProvider broken = ScriptedProvider.of(failure(Reason.CONNECTION), Flux.just(whole("a")));
		assertThat(around(broken, RetryPolicy.DEFAULTS).amongOthers().send(REQUEST).blockLast(PATIENCE)).isNotNull();
		assertThat(broken.exchanges()).isEqualTo(2);
	}

	@Test
	void bothWaysShareWhatIsKnown() {
		ScriptedProvider scripted = ScriptedProvider.of(Collections.nCopies(5, failure(Reason.SERVER_ERROR)));
		SurroundedProvider provider = around(scripted, AT_ONCE);
		for (int i = 0; i < 5; i++) {
			failed(provider.amongOthers());
		}
		assertThat(this.health.state(new ModelAddress("acme", "m")).breaker()).isEqualTo(BreakerState.OPEN);
		assertThat(failed(provider).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
	}

	@Test
	void timeOfTheCallEndsRetriesThatWait() {
		ScriptedProvider scripted = ScriptedProvider.of(failure(Reason.OVERLOADED));
		RetryPolicy patient = RetryPolicy.builder()
			.initialDelay(Duration.ofMinutes(1))
			.maxDelay(Duration.ofMinutes(1))
			.build();
		SurroundedProvider provider = Assembly.surround("acme", scripted,
				Surroundings.builder().retry(patient).total(Duration.ofSeconds(30)).build());
		LlmException failure = failed(provider);
		assertThat(failure.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(failure.attempts()).hasSize(1);
	}

	@Test
	void answersOfTwoSubscriptionsAreEqualWhateverTheAttempts() {
		ScriptedProvider scripted = ScriptedProvider.of(failure(Reason.OVERLOADED), Flux.just(whole("a")),
				Flux.just(whole("a")));
		Flux<ChatEvent> answer = around(scripted, AT_ONCE).send(REQUEST);
		ChatResponse retried = ((ChatEvent.Completed) answer.blockLast(PATIENCE)).response();
		ChatResponse first = ((ChatEvent.Completed) answer.blockLast(PATIENCE)).response();
		assertThat(retried).isEqualTo(first);
		assertThat(retried.attempts()).hasSize(2);
		assertThat(first.attempts()).hasSize(1);
		assertThat(retried.toBuilder().build().attempts()).hasSize(2);
	}

	@Test
	void openBreakersStopNoCallThatNobodyElseAnswers() {
		ScriptedProvider scripted = ScriptedProvider.of(failure(Reason.SERVER_ERROR), Flux.just(whole("well again")));
		ModelRouter router = routeTo(scripted);
		ModelAddress open = new ModelAddress("acme", "m");
		this.health.rest(open, Duration.ofMinutes(1), "a test");
		for (int call = 0; call < 5; call++) {
			failed(around((request) -> Flux.error(LlmException.of(Reason.SERVER_ERROR, "down")), RetryPolicy.NONE));
		}
		assertThat(this.health.isOpen(open)).isTrue();
		assertThat(failed(router::send).reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(((ChatEvent.Completed) router.send(REQUEST).blockLast(PATIENCE)).response().content())
			.isEqualTo("well again");
		assertThat(scripted.exchanges()).isEqualTo(2);
		assertThat(this.health.isOpen(open)).as("what nobody else could answer is no proof").isTrue();
	}

	@Test
	void candidateWhoseOwnTimeIsOverIsFollowedByTheNext() {
		SurroundedProvider silent = Assembly.surround("silent", ScriptedProvider.of(Flux.never()),
				Surroundings.builder().total(Duration.ofMillis(100)).health(this.health).build());
		ScriptedProvider well = ScriptedProvider.of(Flux.just(whole("well")));
		ModelRouter router = Assembly.router(
				List.of(new ProviderEntry("silent", silent, "m"),
						new ProviderEntry("acme", around(well, RetryPolicy.NONE), "m")),
				List.of(Route.builder("smart").models("silent", "acme").build()), "smart", this.health);
		ChatResponse answer = ((ChatEvent.Completed) router.send(REQUEST).blockLast(PATIENCE)).response();
		assertThat(answer.content()).isEqualTo("well");
		assertThat(answer.attempts()).extracting(Attempt::reason).containsExactly(Reason.TIMEOUT_TOTAL, null);
	}

	@Test
	void lastResortWaitsBetweenRetriesWhereNobodyElseIsLeft() {
		ScriptedProvider scripted = ScriptedProvider.of(failure(Reason.SERVER_ERROR), failure(Reason.OVERLOADED),
				Flux.just(whole("well again")));
		SurroundedProvider provider = around(scripted, AT_ONCE);
		assertThat(provider.asLastResort().alone().send(REQUEST).blockLast(PATIENCE)).isNotNull();
		assertThat(scripted.exchanges()).isEqualTo(3);
		ScriptedProvider busy = ScriptedProvider.of(failure(Reason.OVERLOADED));
		assertThat(failed(around(busy, AT_ONCE).asLastResort().amongOthers()).attempts()).hasSize(1);
	}

	@Test
	void callThatAHalfOpenBreakerRefusesIsNotLost() {
		MovableClock clock = new MovableClock();
		this.health = new CandidateHealth(clock);
		ModelAddress address = new ModelAddress("acme", "m");
		for (int call = 0; call < 5; call++) {
			failed(around(ScriptedProvider.of(failure(Reason.SERVER_ERROR)), RetryPolicy.NONE));
		}
		clock.advance(BreakerSettings.DEFAULTS.open().plusMillis(1));
		Disposable toSee = around(ScriptedProvider.of(Flux.never()), RetryPolicy.NONE).send(REQUEST).subscribe();
		assertThat(this.health.state(address).breaker()).isEqualTo(BreakerState.HALF_OPEN);
		ChatEvent event = routeTo(ScriptedProvider.of(Flux.just(whole("well")))).send(REQUEST).blockLast(PATIENCE);
		assertThat(((ChatEvent.Completed) event).response().attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.CIRCUIT_OPEN, null);
		toSee.dispose();
	}

	@Test
	void breakerOpenedByHandStopsEveryCall() {
		ScriptedProvider scripted = ScriptedProvider.of(Flux.just(whole("not asked")));
		ModelRouter router = routeTo(scripted);
		this.health.openBreaker(new ModelAddress("acme", "m"));
		assertThat(failed(router::send).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		assertThat(scripted.exchanges()).isZero();
	}

	private ModelRouter routeTo(ChatProvider provider) {
		return Assembly.router(List.of(new ProviderEntry("acme", around(provider, RetryPolicy.NONE), "m")),
				List.of(Route.builder("smart").models("acme").build()), "smart", this.health);
	}

	@Test
	void howTheCallsOfARetiredProviderGoIsNoNewsOfTheOneInItsPlace() {
		ModelAddress address = new ModelAddress("acme", "m");
		SurroundedProvider old = around(ScriptedProvider.of(List.of(failure(Reason.AUTHENTICATION))), AT_ONCE);
		old.retire();
		assertThat(failed(old).reason()).isEqualTo(Reason.AUTHENTICATION);
		assertThat(this.health.isReady(address)).isTrue();
		SurroundedProvider next = around(ScriptedProvider.of(List.of(failure(Reason.AUTHENTICATION))), AT_ONCE);
		failed(next);
		assertThat(this.health.isReady(address)).isFalse();
		this.health.forget("acme");
		assertThat(this.health.isReady(address)).isTrue();
	}

	@Test
	void breakersAreThoseThatARouterWants() {
		ModelAddress address = new ModelAddress("acme", "m");
		SurroundedProvider provider = around(ScriptedProvider.of(List.of(failure(Reason.SERVER_ERROR))), AT_ONCE);
		ProviderEntry entry = new ProviderEntry("acme", provider, "m");
		this.health.openBreaker(address);
		ModelRouter without = Assembly.unprotectedRouter(List.of(entry), List.of(), null, this.health, Models.NONE);
		assertThat(this.health.isOpen(address)).isTrue();
		new BreakerAssignment(without, this.health).replace(Map.of("acme", BreakerSettings.DEFAULTS));
		assertThat(this.health.isOpen(address)).isTrue();
		new BreakerAssignment(without, this.health).replace(Map.of());
		assertThat(this.health.state(address).breaker()).isEqualTo(BreakerState.NONE);
		ModelRouter routed = Assembly.unprotectedRouter(List.of(entry),
				List.of(Route.builder("smart").models("acme").build()), null, this.health, Models.NONE);
		new BreakerAssignment(routed, this.health).replace(Map.of());
		assertThat(this.health.state(address).breaker()).isEqualTo(BreakerState.CLOSED);
	}

}
