package io.github.llmspring.tools;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;

/**
 * The time as the loop's timer tells it.
 *
 * @param timer the timer
 */
record LoopClock(Scheduler timer) {

	Instant now() {
		return Instant.ofEpochMilli(this.timer.now(TimeUnit.MILLISECONDS));
	}

	boolean isBefore(Instant deadline) {
		return now().isBefore(deadline);
	}

	Duration until(Instant deadline) {
		return Duration.between(now(), deadline);
	}

}
