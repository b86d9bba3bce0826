package io.github.llmspring.http;

import java.util.function.LongSupplier;

import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.scheduler.Scheduler;

/**
 * The clock that timeouts go by.
 *
 * @param scheduler runs what is due
 * @param nanoTime tells the time in nanoseconds since an arbitrary moment
 */
record Ticker(Scheduler scheduler, LongSupplier nanoTime) {

	static final Ticker SYSTEM = new Ticker(TimeoutScheduler.SHARED, System::nanoTime);

}
