package io.github.llmspring.resilience.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.llmspring.resilience.limit.Quota;
import org.jspecify.annotations.Nullable;

/**
 * Quota in Redis, and in this process while Redis is away.
 */
final class SharedQuota implements Quota {

	private final SharedBuckets buckets;

	private final String key;

	private final BucketConfiguration configuration;

	private final Quota local;

	private volatile @Nullable Long left;

	SharedQuota(SharedBuckets buckets, String key, long perMinute, Quota local) {
		this.buckets = buckets;
		this.key = key;
		this.configuration = BucketConfiguration.builder()
			.addLimit((limit) -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
			.build();
		this.local = local;
	}

	@Override
	public CompletableFuture<Long> take(long amount) {
		if (amount == 0) {
			return TAKEN;
		}
		return orElse((bucket) -> bucket.tryConsumeAndReturnRemaining(amount).thenApply(this::waitOf),
				() -> this.local.take(amount));
	}

	private Long waitOf(ConsumptionProbe probe) {
		this.left = probe.getRemainingTokens();
		return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
	}

	/**
	 * What was left when Redis was asked last.
	 */
	@Override
	public @Nullable Long left() {
		return this.buckets.link().away() ? this.local.left() : this.left;
	}

	@Override
	public void correct(long surplus) {
		if (surplus == 0) {
			return;
		}
		orElse((bucket) -> corrected(bucket, surplus), () -> {
			this.local.correct(surplus);
			return TAKEN;
		});
	}

	private static CompletableFuture<Long> corrected(AsyncBucketProxy bucket, long surplus) {
		if (surplus > 0) {
			return bucket.addTokens(surplus).thenCompose((added) -> TAKEN);
		}
		return bucket.consumeIgnoringRateLimits(-surplus);
	}

	private CompletableFuture<Long> orElse(Function<AsyncBucketProxy, CompletableFuture<Long>> shared,
			Supplier<CompletableFuture<Long>> alone) {
		if (this.buckets.link().away()) {
			return alone.get();
		}
		return asked(shared).handle((answer, failure) -> {
			if (failure == null) {
				this.buckets.link().answered();
				return CompletableFuture.completedFuture(answer);
			}
			this.buckets.link().lost(failure);
			return alone.get();
		}).thenCompose(Function.identity());
	}

	private CompletableFuture<Long> asked(Function<AsyncBucketProxy, CompletableFuture<Long>> shared) {
		try {
			return this.buckets.bucket(this.key, this.configuration).thenCompose(shared);
		}
		catch (RuntimeException ex) {
			// such as when the client is closed already
			return CompletableFuture.failedFuture(ex);
		}
	}

}
