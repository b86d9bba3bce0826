package io.github.llmspring.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Average of times in which the latest count most: each new one a fifth.
 */
final class MovingAverage {

	private static final long UNKNOWN = -1;

	private static final int SHARE = 5;

	private final AtomicLong nanos = new AtomicLong(UNKNOWN);

	void add(long next) {
		this.nanos
			.getAndUpdate((average) -> (average == UNKNOWN) ? next : Math.max(0, average + (next - average) / SHARE));
	}

	@Nullable Duration get() {
		long average = this.nanos.get();
		return (average == UNKNOWN) ? null : Duration.ofNanos(average);
	}

}
