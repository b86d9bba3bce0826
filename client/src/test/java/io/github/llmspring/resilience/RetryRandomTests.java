package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ScriptedProvider;
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
 * What holds for {@link RetryProvider} whatever happens, in virtual time.
 */
class RetryRandomTests {

	private static final int STEP = 50;

	private static final int STEPS = 1000;

	/**
	 * One exchange: how long until something comes, which pieces, and how it ends.
	 *
	 * @param delay the time before the first signal and between two, in milliseconds
	 * @param pieces how many pieces come
	 * @param failure how it fails, or {@code null} where it answers
	 * @param hint the wait that the failure asks for in milliseconds, 0 for none
	 */
	record Exchange(int delay, int pieces, @Nullable Reason failure, int hint) {

		Flux<ChatEvent> events(int number, VirtualTimeScheduler clock) {
			List<ChatEvent> events = new ArrayList<>();
			for (int i = 0; i < this.pieces; i++) {
				events.add(new ChatEvent.TextDelta(number + "." + i));
			}
			if (this.failure == null) {
				events.add(ScriptedProvider.whole("whole " + number));
			}
			Flux<ChatEvent> all = Flux.fromIterable(events);
			Flux<ChatEvent> end = (this.failure != null) ? Flux.error(() -> LlmException.builder(this.failure, "failed")
				.retryAfter((this.hint > 0) ? Duration.ofMillis(this.hint) : null)
				.build()) : Flux.empty();
			if (this.delay > 0) {
				Duration pause = Duration.ofMillis(this.delay);
				return all.delayElements(pause, clock).concatWith(end.delaySubscription(pause, clock));
			}
			return all.concatWith(end);
		}

	}

	@Provide
	Arbitrary<List<Exchange>> exchanges() {
		Arbitrary<Exchange> failing = Combinators
			.combine(Arbitraries.of(0, 30, 700),
					Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(0)),
							Tuple.of(1, Arbitraries.integers().between(1, 3))),
					Arbitraries.of(Reason.class), Arbitraries.of(0, 0, 40, 3000, 70_000))
			.as(Exchange::new);
		Arbitrary<Exchange> answering = Combinators
			.combine(Arbitraries.of(0, 30, 700), Arbitraries.integers().between(0, 5))
			.as((delay, pieces) -> new Exchange(delay, pieces, null, 0));
		return Combinators.combine(failing.list().ofMaxSize(4), answering).as((before, last) -> {
			List<Exchange> all = new ArrayList<>(before);
			all.add(last);
			return all;
		});
	}

	/**
	 * One run, with the signals that came and when.
	 */
	private static final class Run extends BaseSubscriber<ChatEvent> {

		private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

		private final ScriptedProvider provider;

		private final List<ChatEvent> events = new ArrayList<>();

		private long asked;

		private int ends;

		private @Nullable Throwable failure;

		Run(List<Exchange> exchanges) {
			List<Flux<ChatEvent>> script = new ArrayList<>();
			for (int i = 0; i < exchanges.size(); i++) {
				script.add(exchanges.get(i).events(i, this.clock));
			}
			this.provider = ScriptedProvider.of(script);
		}

		void begin(@Nullable Instant deadline) {
			RetryPolicy policy = RetryPolicy.builder().maxRetries(3).build();
			new RetryProvider("acme", this.provider, policy, this.clock)
				.send(ChatRequest.builder().model("m").streaming(true).deadline(deadline).build())
				.subscribe(this);
		}

		void ask(int count) {
			this.asked += count;
			request(count);
		}

		long now() {
			return this.clock.now(TimeUnit.MILLISECONDS);
		}

		void pass(int millis) {
			this.clock.advanceTimeBy(Duration.ofMillis(millis));
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
			ended(null);
		}

		@Override
		protected void hookOnError(Throwable ex) {
			ended(ex);
		}

		private void ended(@Nullable Throwable ex) {
			this.ends++;
			this.failure = ex;
		}

	}

	@Property(tries = 500)
	void contentOfOneExchangeOnlyIsDelivered(@ForAll("exchanges") List<Exchange> exchanges,
			@ForAll @IntRange(min = 1, max = 4) int atOnce) {
		Run run = new Run(exchanges);
		run.begin(null);
		for (int i = 0; i < STEPS && run.ends == 0; i++) {
			run.ask(atOnce);
			run.pass(STEP * 4);
		}
		assertThat(run.ends).isEqualTo(1);
		assertThat(run.provider.open()).isZero();
		assertThat(run.provider.exchanges()).isBetween(1, 4);
		Exchange last = exchanges.get(run.provider.exchanges() - 1);
		List<ChatEvent> expected = new ArrayList<>();
		for (int i = 0; i < last.pieces(); i++) {
			expected.add(new ChatEvent.TextDelta((run.provider.exchanges() - 1) + "." + i));
		}
		if (last.failure() == null) {
			expected.add(ScriptedProvider.whole("whole " + (run.provider.exchanges() - 1)));
		}
		assertThat(run.events).isEqualTo(expected);
		assertThat(exchanges.subList(0, run.provider.exchanges() - 1))
			.allSatisfy((before) -> assertThat(before.pieces()).isZero())
			.allSatisfy((before) -> assertThat(before.failure()).isNotNull());
		assertThat(run.failure != null).isEqualTo(last.failure() != null);
		if (run.failure != null) {
			assertThat(((LlmException) run.failure).attempts()).hasSize(run.provider.exchanges());
		}
	}

	@Property(tries = 500)
	void noWaitGoesBeyondTheDeadline(@ForAll("exchanges") List<Exchange> exchanges,
			@ForAll @IntRange(min = 1, max = 20_000) int deadline) {
		Run run = new Run(exchanges);
		run.begin(Instant.EPOCH.plusMillis(deadline));
		run.ask(100);
		for (int i = 0; i < STEPS && run.ends == 0; i++) {
			run.pass(STEP);
			if (run.now() > deadline && run.ends == 0) {
				assertThat(run.provider.open()).as("an exchange goes on at %d", run.now()).isEqualTo(1);
			}
		}
		assertThat(run.ends).isEqualTo(1);
	}

	@Property(tries = 500)
	void whatIsCancelledIsOverAndNothingBegins(@ForAll("exchanges") List<Exchange> exchanges,
			@ForAll @IntRange(max = 100) int steps) {
		Run run = new Run(exchanges);
		run.begin(null);
		run.ask(100);
		for (int i = 0; i < steps; i++) {
			run.pass(STEP);
		}
		int begun = run.provider.exchanges();
		int ends = run.ends;
		run.cancel();
		assertThat(run.provider.open()).isZero();
		run.pass(STEP * STEPS);
		assertThat(run.provider.exchanges()).isEqualTo(begun);
		assertThat(run.ends).isEqualTo(ends);
	}

}
