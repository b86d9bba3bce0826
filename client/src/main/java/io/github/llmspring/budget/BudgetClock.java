package io.github.llmspring.budget;

import java.time.InstantSource;

import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.scheduler.Scheduler;

/**
 * The clock that budgets go by.
 *
 * @param scheduler runs what is due
 * @param now tells the time of day
 */
record BudgetClock(Scheduler scheduler, InstantSource now) {

	static final BudgetClock SYSTEM = new BudgetClock(TimeoutScheduler.SHARED, InstantSource.system());

}
