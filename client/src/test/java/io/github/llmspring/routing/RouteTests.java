package io.github.llmspring.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.GuardedProvider;
import io.github.llmspring.health.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of routes: who is asked, and who next.
 */
class RouteTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final CandidateHealth health = new CandidateHealth();

	private final Map<String, ProviderEntry> entries = new LinkedHashMap<>();

	private final List<Route> routes = new ArrayList<>();

	private final List<String> asked = new ArrayList<>();

	@SafeVarargs
	private ScriptedProvider provider(String id, Flux<ChatEvent>... script) {
		ScriptedProvider provider = ScriptedProvider.of(script);
		entry(id, provider);
		return provider;
	}

	private void entry(String id, ChatProvider provider) {
		this.entries.put(id,
				new ProviderEntry(id, watched(id, provider), "m").withAmongOthers(watched(id + " hastily", provider)));
	}

	private ChatProvider watched(String name, ChatProvider provider) {
		return (request) -> {
			this.asked.add(name);
			return provider.send(request);
		};
	}

	private void route(String name, String... models) {
		this.routes.add(Route.builder(name).models(models).build());
	}

	private Flux<ChatEvent> send(UnaryOperator<ChatRequest.Builder> request) {
		return new ModelRouter(this.entries.values(), this.routes, null, this.health)
			.send(request.apply(ChatRequest.builder().model("smart")).build());
	}

	private ChatResponse answer() {
		ChatEvent event = send(UnaryOperator.identity()).blockLast(PATIENCE);
		return ((ChatEvent.Completed) event).response();
	}

	private LlmException failed(UnaryOperator<ChatRequest.Builder> request) {
		List<LlmException> failures = new ArrayList<>();
		StepVerifier.create(send(request))
			.expectErrorSatisfies((ex) -> failures.add((LlmException) ex))
			.verify(PATIENCE);
		return failures.get(0);
	}

	private LlmException failed() {
		return failed(UnaryOperator.identity());
	}

	@Test
	void firstModelIsAsked() {
		ScriptedProvider a = provider("a", Flux.just(whole("from a")));
		provider("b");
		route("smart", "a/x/y", "b");
		assertThat(answer().content()).isEqualTo("from a");
		assertThat(a.requests().get(0).model()).isEqualTo("x/y");
		assertThat(this.asked).containsExactly("a hastily");
	}

	@Test
	void lastModelMayWaitBetweenRetriesAndTheOthersMayNot() {
		provider("a", failure(Reason.OVERLOADED));
		provider("b", failure(Reason.OVERLOADED));
		provider("c", Flux.just(whole("from c")));
		route("smart", "a", "b", "c");
		assertThat(answer().content()).isEqualTo("from c");
		assertThat(this.asked).containsExactly("a hastily", "b hastily", "c");
	}

	@Test
	void onlyModelThatDoesNotRestMayWait() {
		provider("a", Flux.just(whole("from a")));
		provider("b");
		route("smart", "a", "b");
		this.health.rest(new ModelAddress("b", "m"), Duration.ofMinutes(1), "it is tired");
		assertThat(answer().content()).isEqualTo("from a");
		assertThat(this.asked).containsExactly("a");
	}

	@Test
	void modelOnTrialIsNobodyToRelyOn() {
		MovableClock clock = new MovableClock();
		CandidateHealth watched = new CandidateHealth(clock);
		watched.protect("b", new BreakerSettings(50, 1, Duration.ofSeconds(60), Duration.ofSeconds(30)));
		GuardedProvider broken = new GuardedProvider("b", ScriptedProvider.of(failure(Reason.CONNECTION)), watched);
		StepVerifier.create(broken.send(ChatRequest.builder().model("m").build())).verifyError(LlmException.class);
		clock.advance(Duration.ofSeconds(31));
		provider("a", Flux.just(whole("from a")));
		provider("b");
		route("smart", "a", "b");
		StepVerifier
			.create(new ModelRouter(this.entries.values(), this.routes, null, watched)
				.send(ChatRequest.builder().model("smart").build()))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(watched.isOnTrial(new ModelAddress("b", "m"))).isTrue();
		assertThat(this.asked).containsExactly("a");
	}

	@Test
	void modelThatRestsIsSkipped() {
		provider("a");
		provider("b", Flux.just(whole("from b")));
		route("smart", "a", "b");
		this.health.rest(new ModelAddress("a", "m"), Duration.ofMinutes(1), "it is tired");
		ChatResponse answer = answer();
		assertThat(answer.content()).isEqualTo("from b");
		assertThat(answer.attempts()).extracting(Attempt::address).containsExactly(new ModelAddress("b", "m"));
	}

	@Test
	void modelThatRestsIsAskedWhereAllOthersFailed() {
		provider("a", Flux.just(whole("from a")));
		provider("b", failure(Reason.SERVER_ERROR));
		route("smart", "a", "b");
		this.health.rest(new ModelAddress("a", "m"), Duration.ofMinutes(1), "it is tired");
		assertThat(answer().content()).isEqualTo("from a");
		assertThat(this.asked).containsExactly("b", "a hastily");
	}

	@Test
	void whereAllRestAllAreAsked() {
		provider("a", failure(Reason.RATE_LIMITED));
		provider("b", Flux.just(whole("from b")));
		route("smart", "a", "b");
		this.health.rest(new ModelAddress("a", "m"), Duration.ofMinutes(1), "it is tired");
		this.health.rest(new ModelAddress("b", "m"), Duration.ofMinutes(1), "it is tired");
		assertThat(answer().content()).isEqualTo("from b");
		assertThat(this.asked).containsExactly("a hastily", "b");
	}

	@Test
	void providerThatCannotBeAskedNowIsSkippedUnlessNobodyCan() {
		provider("a", failure(Reason.AUTHENTICATION));
		provider("b", Flux.just(whole("from b")), failure(Reason.AUTHENTICATION));
		AtomicBoolean usable = new AtomicBoolean(true);
		usable("a", new AtomicBoolean());
		usable("b", usable);
		route("smart", "a", "b");
		assertThat(answer().content()).isEqualTo("from b");
		assertThat(this.asked).containsExactly("b");
		usable.set(false);
		assertThat(failed().attempts()).extracting((attempt) -> attempt.address().provider()).containsExactly("a", "b");
	}

	private void usable(String id, AtomicBoolean usable) {
		this.entries.compute(id, (key, entry) -> entry
			.withTraits(new ProviderEntry.Traits(Set.of(), Set.of(), () -> usable.get() ? null : Hindrance.NO_KEY)));
	}

	@Test
	void modelWhoseBreakerRefusesAfterAllIsAskedAsTheLastResort() {
		breaker("a", failure(Reason.CIRCUIT_OPEN), Flux.just(whole("from a")));
		provider("b", failure(Reason.OVERLOADED));
		route("smart", "a", "b");
		ChatResponse answer = answer();
		assertThat(answer.content()).isEqualTo("from a");
		assertThat(answer.attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.CIRCUIT_OPEN, Reason.OVERLOADED, null);
		assertThat(this.asked).containsExactly("a hastily", "b", "a as last resort among others");
	}

	@Test
	void modelWhoseBreakerRefusedMayStillWait() {
		provider("a", failure(Reason.OVERLOADED));
		breaker("b", failure(Reason.CIRCUIT_OPEN), Flux.just(whole("from b")));
		route("smart", "a", "b");
		assertThat(answer().content()).isEqualTo("from b");
		assertThat(this.asked).containsExactly("a hastily", "b", "b as last resort");
	}

	@Test
	void breakerThatRefusesTheLastResortToEndsTheCall() {
		breaker("a", failure(Reason.CIRCUIT_OPEN), failure(Reason.CIRCUIT_OPEN));
		route("smart", "a");
		assertThat(failed().reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		assertThat(this.asked).containsExactly("a", "a as last resort");
	}

	@Test
	void modelsWithAnOpenBreakerComeAfterThoseThatRest() {
		breaker("a", failure(Reason.OVERLOADED));
		provider("b", failure(Reason.OVERLOADED));
		breaker("c", Flux.just(whole("from c")));
		route("smart", "a", "b", "c");
		for (String id : List.of("a", "c")) {
			this.health.protect(id, BreakerSettings.DEFAULTS);
			this.health.openBreaker(new ModelAddress(id, "m"));
		}
		this.health.rest(new ModelAddress("b", "m"), Duration.ofMinutes(1), "it is tired");
		assertThat(answer().content()).isEqualTo("from c");
		assertThat(this.asked).containsExactly("b hastily", "a as last resort among others", "c as last resort");
	}

	@SafeVarargs
	private void breaker(String id, Flux<ChatEvent>... script) {
		ScriptedProvider provider = provider(id, script);
		this.entries.compute(id,
				(key, entry) -> entry
					.withLastResort(new ProviderEntry.LastResort(watched(id + " as last resort", provider),
							watched(id + " as last resort among others", provider))));
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void whetherAnotherModelIsAskedDependsOnTheReason(Reason reason) {
		Set<Reason> staying = Set.of(Reason.INVALID_REQUEST, Reason.CANCELLED, Reason.CONVERSATION_CONFLICT,
				Reason.CONVERSATION_STORE, Reason.CONTENT_FILTERED, Reason.REFUSED, Reason.OUTPUT_TRUNCATED,
				Reason.BUDGET_EXCEEDED, Reason.RESIDENCY);
		provider("a", failure(reason));
		provider("b", Flux.just(whole("from b")));
		route("smart", "a", "b");
		if (staying.contains(reason)) {
			assertThat(failed().reason()).isEqualTo(reason);
			assertThat(this.asked).containsExactly("a hastily");
		}
		else {
			assertThat(answer().content()).isEqualTo("from b");
		}
	}

	@Test
	void requestThatTheServiceRefusesButWantsAgainIsAskedElsewhere() {
		provider("a", Flux
			.error(() -> LlmException.builder(Reason.INVALID_REQUEST, "scripted").status(400).retryable(true).build()));
		provider("b", Flux.just(whole("from b")));
		route("smart", "a", "b");
		assertThat(answer().content()).isEqualTo("from b");
	}

	@ParameterizedTest
	@EnumSource(value = Reason.class, names = { "CONTENT_FILTERED", "REFUSED" })
	void whatAFilterRejectsIsAskedElsewhereWhereTheRouteSaysSo(Reason reason) {
		provider("a", failure(reason));
		provider("b", Flux.just(whole("from b")));
		this.routes.add(Route.builder("smart").models("a", "b").filteredElsewhere(true).build());
		assertThat(answer().content()).isEqualTo("from b");
	}

	@Test
	void nothingIsAskedAnewOnceAPieceWasDelivered() {
		provider("a", Flux.concat(Flux.just(new ChatEvent.TextDelta("be")), failure(Reason.CONNECTION)));
		provider("b");
		route("smart", "a", "b");
		StepVerifier.create(send((request) -> request.streaming(true)))
			.expectNext(new ChatEvent.TextDelta("be"))
			.expectErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.CONNECTION))
			.verify(PATIENCE);
		assertThat(this.asked).containsExactly("a hastily");
	}

	@Test
	void exceptionIsThatOfTheFirstWithThoseOfTheOthers() {
		provider("a", failure(Reason.OVERLOADED));
		provider("b", failure(Reason.AUTHENTICATION));
		provider("c", failure(Reason.INVALID_REQUEST));
		provider("d");
		route("smart", "a", "b", "c", "d");
		LlmException failure = failed();
		assertThat(failure.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(failure.getSuppressed()).extracting((ex) -> ((LlmException) ex).reason())
			.containsExactly(Reason.AUTHENTICATION, Reason.INVALID_REQUEST);
		assertThat(failure.attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.OVERLOADED, Reason.AUTHENTICATION, Reason.INVALID_REQUEST);
		assertThat(failure.attempts()).extracting((attempt) -> attempt.address().toString())
			.containsExactly("a/m", "b/m", "c/m");
	}

	@Test
	void streamThatBreaksOffTellsWhatFailedBeforeIt() {
		provider("a", failure(Reason.OVERLOADED));
		provider("b", Flux.concat(Flux.just(new ChatEvent.TextDelta("be")), failure(Reason.TIMEOUT_IDLE)));
		route("smart", "a", "b");
		StepVerifier.create(send((request) -> request.streaming(true)))
			.expectNextCount(1)
			.expectErrorSatisfies((ex) -> {
				LlmException failure = (LlmException) ex;
				assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_IDLE);
				assertThat(failure.attempts()).extracting(Attempt::reason)
					.containsExactly(Reason.OVERLOADED, Reason.TIMEOUT_IDLE);
				assertThat(failure.getSuppressed()).hasSize(1);
			})
			.verify(PATIENCE);
	}

	@Test
	void answerTellsAllAttempts() {
		provider("a", failure(Reason.OVERLOADED));
		provider("b", Flux.just(whole("from b")));
		route("smart", "a", "b");
		List<Attempt> attempts = answer().attempts();
		assertThat(attempts).extracting((attempt) -> attempt.address().toString()).containsExactly("a/m", "b/m");
		assertThat(attempts).extracting(Attempt::reason).containsExactly(Reason.OVERLOADED, null);
	}

	@Test
	void attemptsThatAProviderToldAreKept() {
		List<Attempt> told = List.of(attempt(Reason.CONNECTION), attempt(Reason.CONNECTION));
		provider("a", Flux.error(() -> LlmException.builder(Reason.CONNECTION, "scripted").attempts(told).build()));
		provider("b", failure(Reason.OVERLOADED));
		route("smart", "a", "b");
		assertThat(failed().attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.CONNECTION, Reason.CONNECTION, Reason.OVERLOADED);
	}

	private static Attempt attempt(@Nullable Reason reason) {
		return new Attempt(new ModelAddress("a", "m"), reason, null, Duration.ZERO, Duration.ZERO);
	}

	@Test
	void providerThatFailsAtOnceIsFollowedByTheNext() {
		entry("a", (request) -> {
			throw LlmException.of(Reason.CONNECTION, "thrown");
		});
		provider("b", Flux.just(whole("from b")));
		route("smart", "a", "b");
		assertThat(answer().content()).isEqualTo("from b");
	}

	@Test
	void candidateInTwoRoutesIsAskedOnce() {
		provider("a", failure(Reason.OVERLOADED));
		provider("b", failure(Reason.OVERLOADED));
		route("inner", "a/m", "b");
		route("smart", "a", "inner", "inner", "b/m");
		assertThat(failed().attempts()).hasSize(2);
		assertThat(this.asked).containsExactly("a hastily", "b");
	}

	@Test
	void everyCandidateHasTheDeadlineOfTheRouteUnlessTheCallersIsSooner() {
		ScriptedProvider a = provider("a", failure(Reason.OVERLOADED), Flux.just(whole("from a")));
		ScriptedProvider b = provider("b", Flux.just(whole("from b")));
		this.routes.add(Route.builder("smart").models("a", "b").timeout(Duration.ofMinutes(1)).build());
		answer();
		Instant deadline = a.requests().get(0).deadline();
		assertThat(deadline).isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(60));
		assertThat(b.requests().get(0).deadline()).isEqualTo(deadline);
		Instant sooner = Instant.now().plusSeconds(5);
		send((request) -> request.deadline(sooner)).blockLast(PATIENCE);
		assertThat(a.requests().get(1).deadline()).isEqualTo(sooner);
	}

	@ParameterizedTest
	@EnumSource(value = Reason.class, names = { "OVERLOADED", "TIMEOUT_TOTAL" })
	void nobodyElseIsAskedWhenTheTimeIsOver(Reason reason) {
		provider("a", failure(reason));
		provider("b");
		route("smart", "a", "b");
		assertThat(failed((request) -> request.deadline(Instant.now().minusMillis(1))).attempts()).hasSize(1);
	}

	@Test
	void promptNarrowsWhoIsAsked() {
		for (Set<String> only : List.of(Set.of("b/m"), Set.of("b"), Set.of("inner"))) {
			provider("a");
			provider("b", Flux.just(whole("from b")));
			provider("c");
			this.routes.clear();
			route("inner", "b/m");
			route("smart", "a", "inner", "c");
			send((request) -> request.only(only)).blockLast(PATIENCE);
		}
		assertThat(this.asked).containsExactly("b", "b", "b");
	}

	@Test
	void promptLeavesOutWhoIsAsked() {
		provider("a");
		provider("b");
		provider("c", Flux.just(whole("from c")));
		route("inner", "b/m");
		route("smart", "a", "inner", "c");
		send((request) -> request.not(Set.of("a/m", "inner"))).blockLast(PATIENCE);
		assertThat(this.asked).containsExactly("c");
	}

	@Test
	void promptThatLeavesNothingIsExplained() {
		provider("a");
		provider("b");
		route("smart", "a");
		assertThat(failed((request) -> request.not(Set.of("a")))).hasMessage(
				"only(..) and not(..) of the prompt leave nothing of 'smart' to be asked. Leave out less, or ask another model.");
		assertThat(failed((request) -> request.model("a").only(Set.of("b")))).hasMessageContaining("nothing of 'a/m'");
		assertThat(failed((request) -> request.not(Set.of("aa"))).getMessage()).contains("'aa'",
				"Did you mean 'a'? Known are: a, b, smart.");
	}

	@Test
	void unknownNameIsNoRouteEither() {
		provider("a");
		provider("b");
		route("smart", "a");
		assertThat(failed((request) -> request.model("smrt"))).hasMessage(
				"no provider and no route is called 'smrt'. " + "Did you mean 'smart'? Known are: a, b, smart.");
	}

	@Test
	void routerTellsWhatARouteMayAsk() {
		Arrays.asList("a", "b", "c").forEach((id) -> provider(id));
		route("inner", "b", "a/x");
		route("smart", "a", "inner", "a/m");
		ModelRouter router = new ModelRouter(this.entries.values(), this.routes, "smart", this.health);
		assertThat(router.routes()).containsExactly("inner", "smart");
		assertThat(router.candidates("smart")).extracting(ModelAddress::toString).containsExactly("a/m", "b/m", "a/x");
		assertThat(router.candidates("a")).isEmpty();
		assertThat(router.resolve(null)).hasToString("a/m");
	}

}
