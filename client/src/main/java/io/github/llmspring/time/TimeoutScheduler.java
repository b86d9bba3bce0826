package io.github.llmspring.time;

import java.util.concurrent.TimeUnit;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Scheduler for timeouts, nearly all of which are taken back before they are due: setting
 * one and taking it back wakes no thread.
 * <p>
 * The price is that what is due runs up to 50 milliseconds late. It runs on the threads
 * of {@link Schedulers#parallel()}.
 */
public final class TimeoutScheduler implements Scheduler {

	/**
	 * The one that all share.
	 */
	public static final TimeoutScheduler SHARED = new TimeoutScheduler(Schedulers.parallel());

	private static final int TICK_MILLIS = 50;

	private final Scheduler due;

	private final HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("llm-timeouts", true),
			TICK_MILLIS, TimeUnit.MILLISECONDS);

	private TimeoutScheduler(Scheduler due) {
		this.due = due;
	}

	@Override
	public Disposable schedule(Runnable task) {
		return this.due.schedule(task);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Timeout timeout = this.timer.newTimeout((ended) -> this.due.schedule(task), delay, unit);
		return timeout::cancel;
	}

	@Override
	public Worker createWorker() {
		return this.due.createWorker();
	}

}
