package io.github.llmspring.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import static io.github.llmspring.ScriptedProvider.answer;
import static io.github.llmspring.ScriptedProvider.failure;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of asking a further model beside one that is silent, in virtual time.
 */
class HedgeTests {

	private static final ByPrice UNKNOWN_PRICES = new ByPrice(Models.NONE, (message) -> 0);

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final InstantSource time = () -> Instant.ofEpochMilli(this.clock.now(TimeUnit.MILLISECONDS));

	private final CandidateHealth health = new CandidateHealth(this.time.withZone(ZoneOffset.UTC));

	private final Map<String, ScriptedProvider> providers = new LinkedHashMap<>();

	private final List<ChatEvent> events = new ArrayList<>();

	private @Nullable Throwable failure;

	private boolean complete;

	private final BaseSubscriber<ChatEvent> caller = new BaseSubscriber<>() {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(ChatEvent event) {
			HedgeTests.this.events.add(event);
		}

		@Override
		protected void hookOnComplete() {
			HedgeTests.this.complete = true;
		}

		@Override
		protected void hookOnError(Throwable ex) {
			HedgeTests.this.failure = ex;
		}

	};

	@SafeVarargs
	private void provider(String id, Flux<ChatEvent>... script) {
		this.providers.put(id, ScriptedProvider.of(script));
	}

	private Flux<ChatEvent> after(int millis, Flux<ChatEvent> events) {
		return events.delaySubscription(Duration.ofMillis(millis), this.clock);
	}

	private void begin(int max) {
		Map<String, ProviderEntry> entries = new LinkedHashMap<>();
		this.providers.forEach((id, provider) -> entries.put(id, new ProviderEntry(id, provider, "m")));
		Route route = Route.builder("smart")
			.models(List.copyOf(entries.keySet()))
			.hedge(new Hedge(Duration.ofSeconds(3), max))
			.build();
		RouteGroup group = new RouteTable(List.of(route), entries,
				(id, model) -> RouteCandidate.of(entries.get(id), model),
				new Preferences(this.health, UNKNOWN_PRICES, () -> 0), Models.NONE)
			.groups()
			.get(0);
		new RouteProvider(group, this.health, Models.NONE, this.clock)
			.send(ChatRequest.builder().streaming(true).build())
			.subscribe(this.caller);
	}

	private void pass(int millis) {
		this.clock.advanceTimeBy(Duration.ofMillis(millis));
	}

	private List<Integer> exchanges() {
		return this.providers.values().stream().map(ScriptedProvider::exchanges).toList();
	}

	private int open() {
		return this.providers.values().stream().mapToInt(ScriptedProvider::open).sum();
	}

	private List<Attempt> attempts() {
		return ((ChatEvent.Completed) this.events.get(this.events.size() - 1)).response().attempts();
	}

	@Test
	void nextModelBeginsBesideTheSilentOneAndTheFirstContentWins() {
		provider("a", Flux.never());
		provider("b", after(500, answer("x", "y")));
		begin(1);
		this.caller.request(10);
		pass(2999);
		assertThat(exchanges()).containsExactly(1, 0);
		pass(1);
		assertThat(exchanges()).containsExactly(1, 1);
		assertThat(open()).isEqualTo(2);
		pass(500);
		assertThat(this.complete).isTrue();
		assertThat(this.events).hasSize(3);
		assertThat(open()).isZero();
		assertThat(this.providers.get("a").cancelled()).isEqualTo(1);
		assertThat(attempts()).extracting((attempt) -> attempt.address().provider() + " " + attempt.reason())
			.containsExactly("a CANCELLED", "b null");
		assertThat(attempts()).extracting(Attempt::duration)
			.containsExactly(Duration.ofMillis(3500), Duration.ofMillis(500));
	}

	@Test
	void firstModelMayStillWin() {
		provider("a", after(3200, answer("from a")));
		provider("b", after(1000, answer("from b")));
		begin(1);
		this.caller.request(10);
		pass(3200);
		assertThat(this.events).first().isEqualTo(new ChatEvent.TextDelta("from a"));
		assertThat(this.providers.get("b").cancelled()).isEqualTo(1);
		pass(10_000);
		assertThat(this.events).hasSize(2);
		assertThat(open()).isZero();
	}

	@Test
	void noFurtherModelBeginsOnceSomethingCame() {
		provider("a", Flux.concat(Flux.just(new ChatEvent.TextDelta("x")), Flux.never()));
		provider("b");
		begin(1);
		this.caller.request(10);
		pass(60_000);
		assertThat(exchanges()).containsExactly(1, 0);
	}

	@Test
	void notMoreThanAllowedBeginEachAfterTheTime() {
		provider("a", Flux.never());
		provider("b", Flux.never());
		provider("c", Flux.never());
		provider("d");
		begin(2);
		this.caller.request(10);
		pass(5999);
		assertThat(exchanges()).containsExactly(1, 1, 0, 0);
		pass(1);
		assertThat(exchanges()).containsExactly(1, 1, 1, 0);
		pass(60_000);
		assertThat(exchanges()).containsExactly(1, 1, 1, 0);
		this.caller.cancel();
		assertThat(open()).isZero();
		assertThat(this.providers.values()).extracting(ScriptedProvider::cancelled).containsExactly(1, 1, 1, 0);
	}

	@Test
	void silenceCountsOnlyWhileSomethingIsAskedFor() {
		provider("a", answer("x"));
		provider("b");
		begin(1);
		pass(60_000);
		assertThat(exchanges()).containsExactly(1, 0);
		this.caller.request(1);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void timeBeginsAnewWithTheModelThatFollowsAFailure() {
		provider("a", after(2000, failure(Reason.OVERLOADED)));
		provider("b", Flux.never());
		provider("c", answer("x"));
		begin(1);
		this.caller.request(10);
		pass(4999);
		assertThat(exchanges()).containsExactly(1, 1, 0);
		pass(1);
		assertThat(this.complete).isTrue();
		assertThat(attempts()).extracting(Attempt::reason).containsExactly(Reason.OVERLOADED, Reason.CANCELLED, null);
	}

	@Test
	void failureOfOneLeavesTheOtherRunning() {
		provider("a", after(3100, failure(Reason.INVALID_REQUEST)));
		provider("b", after(1000, answer("x")));
		provider("c");
		begin(1);
		this.caller.request(10);
		pass(3100);
		assertThat(this.failure).isNull();
		pass(900);
		assertThat(this.complete).isTrue();
		assertThat(exchanges()).containsExactly(1, 1, 0);
	}

	@Test
	void exceptionIsThatOfTheFirstWhoeverFailedSooner() {
		provider("a", after(9000, failure(Reason.OVERLOADED)));
		provider("b", after(1000, failure(Reason.CONNECTION)));
		begin(1);
		this.caller.request(10);
		pass(9000);
		assertThat(((LlmException) this.failure).reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(this.failure.getSuppressed()).hasSize(1);
		assertThat(((LlmException) this.failure).attempts()).extracting(Attempt::reason)
			.containsExactly(Reason.CONNECTION, Reason.OVERLOADED);
	}

	@Test
	void modelThatRestsIsNotWokenForIt() {
		provider("a", Flux.never());
		provider("b");
		this.health.rest(new ModelAddress("b", "m"), Duration.ofHours(1), "it is tired");
		begin(1);
		this.caller.request(10);
		pass(60_000);
		assertThat(exchanges()).containsExactly(1, 0);
	}

	@Test
	void modelThatIsRestedLaterBeginsThen() {
		provider("a", Flux.never());
		provider("b", answer("x"));
		this.health.rest(new ModelAddress("b", "m"), Duration.ofSeconds(7), "it is tired");
		begin(1);
		this.caller.request(10);
		pass(8999);
		assertThat(exchanges()).containsExactly(1, 0);
		pass(1);
		assertThat(this.complete).isTrue();
	}

	@Test
	void modelThatRestsIsNotWokenWhileAnotherIsUnderWay() {
		provider("a", after(9000, failure(Reason.OVERLOADED)));
		provider("b", after(1000, failure(Reason.OVERLOADED)));
		provider("c", answer("x"));
		this.health.rest(new ModelAddress("c", "m"), Duration.ofHours(1), "it is tired");
		begin(1);
		this.caller.request(10);
		pass(8999);
		assertThat(exchanges()).containsExactly(1, 1, 0);
		pass(1);
		assertThat(this.complete).isTrue();
	}

	@Test
	void everyoneIsAskedForWhatTheCallerAsksFor() {
		provider("a", Flux.never());
		provider("b", Flux.concat(after(1000, answer("x", "y", "z"))));
		begin(1);
		this.caller.request(1);
		pass(3500);
		this.caller.request(1);
		pass(500);
		assertThat(this.events).hasSize(2);
		this.caller.request(1);
		assertThat(this.events).hasSize(3);
		assertThat(this.providers.get("a").demands().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
		assertThat(this.providers.get("b").demands().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
	}

}
