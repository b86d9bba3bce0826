package io.github.llmspring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.ModelAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CandidateHealth}.
 */
class CandidateHealthTests {

	private static final ModelAddress ADDRESS = new ModelAddress("acme", "m");

	@Test
	void modelThatIsAskedFirstWhileItsProviderGetsBreakersHasOne() throws InterruptedException {
		Meanwhile clock = new Meanwhile();
		CandidateHealth health = new CandidateHealth(clock);
		Thread change = new Thread(() -> health.protect("acme", BreakerSettings.DEFAULTS));
		clock.next.set(() -> {
			change.start();
			long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
			while (change.isAlive() && change.getState() != Thread.State.BLOCKED && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		});
		health.candidate(ADDRESS);
		change.join(Duration.ofSeconds(10).toMillis());
		assertThat(clock.next.get()).isNull();
		assertThat(health.state(ADDRESS).breaker()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void listenerThatFailsKeepsNobodyFromForgetting() {
		CandidateHealth health = new CandidateHealth();
		List<String> forgotten = new ArrayList<>();
		health.whenForgotten((provider) -> {
			throw new IllegalStateException("of somebody else");
		});
		health.whenForgotten(forgotten::add);
		health.candidate(ADDRESS);
		health.forget("acme");
		assertThat(health.states()).isEmpty();
		assertThat(forgotten).containsExactly("acme");
	}

	/**
	 * Clock at which something else happens when it is looked at for the first time.
	 */
	private static final class Meanwhile extends Clock {

		private final AtomicReference<Runnable> next = new AtomicReference<>();

		@Override
		public Instant instant() {
			Runnable action = this.next.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return Instant.EPOCH;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
