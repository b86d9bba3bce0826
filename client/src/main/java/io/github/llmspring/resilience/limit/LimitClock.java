package io.github.llmspring.resilience.limit;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The clock that limits go by.
 *
 * @param scheduler runs what is due
 * @param nanoTime tells the time in nanoseconds since an arbitrary moment
 * @param now tells the time of day
 */
record LimitClock(Scheduler scheduler, LongSupplier nanoTime, InstantSource now) {

	static final LimitClock SYSTEM = new LimitClock(Schedulers.parallel(), System::nanoTime, InstantSource.system());

}
