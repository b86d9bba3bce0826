package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.RateLimitState.Allowance;
import org.jspecify.annotations.Nullable;

/**
 * Quota that a service tells with its answers. Nothing is known of it at first, and
 * nothing again when what was told is over.
 */
final class LearntQuota implements Quota {

	/**
	 * Time after which a limit counts as whole where the service does not tell.
	 */
	private static final Duration USUAL = Duration.ofMinutes(1);

	/**
	 * Longest time to believe that nothing is left: then one call finds out anew.
	 */
	private static final Duration LONGEST = Duration.ofHours(1);

	private final LimitClock clock;

	private @Nullable Instant toldAt;

	private @Nullable Long limit;

	private boolean known;

	private long remaining;

	private long resetAt;

	LearntQuota(LimitClock clock) {
		this.clock = clock;
	}

	/**
	 * Learns what is left. What was told earlier, such as at the beginning of a long
	 * stream, does not replace what was told later.
	 * @param told what is left
	 * @param at when it was told
	 */
	synchronized void learn(Allowance told, Instant at) {
		if (this.toldAt != null && at.isBefore(this.toldAt)) {
			return;
		}
		Duration wait = Duration.between(this.clock.now().instant(),
				(told.resetAt() != null) ? told.resetAt() : at.plus(USUAL));
		if (wait.compareTo(LONGEST) > 0) {
			wait = LONGEST;
		}
		this.toldAt = at;
		this.limit = told.limit();
		this.known = !wait.isNegative();
		this.remaining = told.remaining();
		this.resetAt = this.clock.nanoTime().getAsLong() + wait.toNanos();
	}

	@Override
	public synchronized CompletableFuture<Long> take(long amount) {
		if (!this.known) {
			return TAKEN;
		}
		long wait = this.resetAt - this.clock.nanoTime().getAsLong();
		if (wait <= 0) {
			renew();
		}
		else if (this.remaining <= 0) {
			return CompletableFuture.completedFuture(wait);
		}
		this.remaining -= amount;
		return TAKEN;
	}

	/**
	 * Holds back what waited for the limit to be whole: no more than it goes at once.
	 */
	private void renew() {
		this.known = this.limit != null && this.limit > 0;
		this.remaining = (this.limit != null) ? this.limit : 0;
		this.resetAt = this.clock.nanoTime().getAsLong() + TimeUnit.NANOSECONDS.convert(USUAL);
	}

	@Override
	public synchronized @Nullable Long left() {
		boolean over = this.resetAt - this.clock.nanoTime().getAsLong() <= 0;
		return !this.known ? null : over ? this.limit : Long.valueOf(this.remaining);
	}

	@Override
	public synchronized void correct(long surplus) {
		this.remaining += surplus;
	}

}
