package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.resilience.limit.Ticket.State;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitingLine} with quotas that take their time, as shared ones do.
 */
class WaitingLineTests {

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final SlowQuota requests = new SlowQuota();

	private final SlowQuota tokens = new SlowQuota();

	private final List<String> told = new ArrayList<>();

	private final WaitingLine line = new WaitingLine(10,
			List.of(new Bound(Limit.REQUESTS, this.requests), new Bound(Limit.TOKENS, this.tokens)),
			new LimitClock(this.scheduler, () -> this.scheduler.now(TimeUnit.NANOSECONDS), Instant::now));

	private Ticket ticket(String name) {
		return new Ticket(new Ticket.Holder() {

			@Override
			public void admitted() {
				WaitingLineTests.this.told.add(name);
			}

			@Override
			public void refused(Refusal refusal) {
				WaitingLineTests.this.told.add(name + " " + refusal);
			}

		}, 100);
	}

	private Ticket entered(String name, Duration patience) {
		Ticket ticket = ticket(name);
		assertThat(this.line.enter(ticket, patience)).isEqualTo(State.WAITING);
		return ticket;
	}

	@Test
	void bothQuotasAreAskedTogetherAndOnlyForTheFirst() {
		entered("first", Duration.ofSeconds(1));
		entered("second", Duration.ofSeconds(1));
		assertThat(this.requests.asked).containsExactly(1L);
		assertThat(this.tokens.asked).containsExactly(100L);
		this.tokens.answer(0);
		assertThat(this.told).isEmpty();
		this.requests.answer(0);
		assertThat(this.told).containsExactly("first");
		assertThat(this.requests.asked).hasSize(2);
	}

	@Test
	void whatOneQuotaGaveIsKeptWhileTheOtherIsWaitedFor() {
		entered("first", Duration.ofSeconds(10));
		this.requests.answer(0);
		this.tokens.answer(Duration.ofSeconds(3).toNanos());
		this.scheduler.advanceTimeBy(Duration.ofSeconds(3));
		assertThat(this.requests.asked).hasSize(1);
		assertThat(this.tokens.asked).hasSize(2);
		this.tokens.answer(0);
		assertThat(this.told).containsExactly("first");
	}

	@Test
	void quotasMayTakeLongerThanThePatience() {
		entered("first", Duration.ZERO);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.told).isEmpty();
		this.requests.answer(0);
		this.tokens.answer(0);
		assertThat(this.told).containsExactly("first");
		entered("second", Duration.ZERO);
		this.requests.answer(0);
		this.tokens.answer(5);
		assertThat(this.told).containsExactly("first", "second Refusal[limit=TOKENS, retryAfter=PT0.000000005S]");
		assertThat(this.requests.corrected).containsExactly(1L);
	}

	@Test
	void answerThatComesTooLateIsGivenBack() {
		Ticket first = entered("first", Duration.ofSeconds(1));
		entered("second", Duration.ofSeconds(1));
		this.requests.answer(0);
		this.line.leave(first, false, 0);
		assertThat(this.requests.corrected).containsExactly(1L);
		assertThat(this.line.occupied()).isOne();
		this.tokens.answer(0);
		assertThat(this.tokens.corrected).containsExactly(100L);
		this.requests.answer(0);
		this.tokens.answer(0);
		assertThat(this.told).containsExactly("second");
	}

	@Test
	void quotaThatFailsStopsNobody() {
		entered("first", Duration.ofSeconds(1));
		this.requests.answers.remove(0).completeExceptionally(new IllegalStateException("broken"));
		this.tokens.answer(0);
		assertThat(this.told).containsExactly("first");
	}

	@Test
	void quotaThatThrowsStopsNobodyAndIsToldOnce() {
		Quota broken = new Quota() {

			@Override
			public CompletableFuture<Long> take(long amount) {
				throw new IllegalStateException("broken");
			}

			@Override
			public void correct(long surplus) {
			}

		};
		WaitingLine line = new WaitingLine(1,
				List.of(new Bound(Limit.REQUESTS, broken), new Bound(Limit.TOKENS, this.tokens)),
				new LimitClock(this.scheduler, () -> this.scheduler.now(TimeUnit.NANOSECONDS), Instant::now));
		Ticket first = ticket("first");
		Ticket second = ticket("second");
		assertThat(line.enter(first, Duration.ofSeconds(1))).isEqualTo(State.WAITING);
		assertThat(line.enter(second, Duration.ofSeconds(1))).isEqualTo(State.WAITING);
		this.tokens.answer(0);
		line.leave(first, true, 100);
		this.tokens.answer(Duration.ofSeconds(10).toNanos());
		assertThat(this.told).containsExactly("first", "second Refusal[limit=TOKENS, retryAfter=PT10S]");
		assertThat(line.occupied()).isZero();
	}

	@Test
	void whoeverIsAdmittedAndGivesUpBeforeTheBeginningReturnsAll() {
		Ticket first = entered("first", Duration.ofSeconds(1));
		this.requests.answer(0);
		this.tokens.answer(0);
		this.line.leave(first, true, 50);
		this.line.leave(first, true, 50);
		assertThat(this.line.begin(first)).isFalse();
		assertThat(this.requests.corrected).containsExactly(1L);
		assertThat(this.tokens.corrected).containsExactly(100L);
		assertThat(this.line.occupied()).isZero();
	}

	@Test
	void whoeverGaveUpBeforeEnteringIsNotLetIn() {
		Ticket ticket = ticket("first");
		this.line.leave(ticket, false, 0);
		assertThat(this.line.enter(ticket, Duration.ofSeconds(1))).isEqualTo(State.OVER);
		assertThat(this.requests.asked).isEmpty();
	}

	/**
	 * Quota that answers when the test says so.
	 */
	private static final class SlowQuota implements Quota {

		private final List<Long> asked = new ArrayList<>();

		private final List<Long> corrected = new ArrayList<>();

		private final List<CompletableFuture<Long>> answers = new ArrayList<>();

		@Override
		public CompletableFuture<Long> take(long amount) {
			this.asked.add(amount);
			CompletableFuture<Long> answer = new CompletableFuture<>();
			this.answers.add(answer);
			return answer;
		}

		@Override
		public void correct(long surplus) {
			this.corrected.add(surplus);
		}

		void answer(long wait) {
			this.answers.remove(0).complete(wait);
		}

	}

}
