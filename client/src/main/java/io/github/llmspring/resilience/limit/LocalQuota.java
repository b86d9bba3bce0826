package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;

/**
 * Quota of this process: a bucket that holds the amount of a minute.
 */
final class LocalQuota implements Quota {

	private final Bucket bucket;

	LocalQuota(long perMinute, LongSupplier nanoTime) {
		this.bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
			.withSynchronizationStrategy(SynchronizationStrategy.SYNCHRONIZED)
			.withCustomTimePrecision(new Meter(nanoTime))
			.build();
	}

	@Override
	public CompletableFuture<Long> take(long amount) {
		if (amount == 0 || this.bucket.tryConsume(amount)) {
			return TAKEN;
		}
		long wait = this.bucket.estimateAbilityToConsume(amount).getNanosToWaitForRefill();
		return CompletableFuture.completedFuture(Math.max(1, wait));
	}

	@Override
	public void correct(long surplus) {
		if (surplus > 0) {
			this.bucket.addTokens(surplus);
		}
		else if (surplus < 0) {
			this.bucket.consumeIgnoringRateLimits(-surplus);
		}
	}

	@Override
	public Long left() {
		return this.bucket.getAvailableTokens();
	}

	private record Meter(LongSupplier nanoTime) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.nanoTime.getAsLong();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
