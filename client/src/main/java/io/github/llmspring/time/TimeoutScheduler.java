package io.github.llmspring.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
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
		Waiting waiting = new Waiting(task);
		waiting.in(this.timer.newTimeout(waiting, delay, unit));
		return waiting;
	}

	@Override
	public Worker createWorker() {
		return this.due.createWorker();
	}

	/**
	 * What waits for its time. It forgets what to do as soon as that is taken back: the
	 * timer keeps the entry until its next turn, which on a busy machine many calls end
	 * before, and the answer of a call hangs on what it was to do.
	 */
	private final class Waiting extends AtomicReference<@Nullable Runnable> implements TimerTask, Disposable {

		private @Nullable Timeout timeout;

		Waiting(Runnable task) {
			super(task);
		}

		@Override
		public void run(Timeout timeout) {
			Runnable task = getAndSet(null);
			if (task != null) {
				TimeoutScheduler.this.due.schedule(task);
			}
		}

		void in(Timeout timeout) {
			this.timeout = timeout;
		}

		@Override
		public void dispose() {
			set(null);
			if (this.timeout != null) {
				this.timeout.cancel();
			}
		}

		@Override
		public boolean isDisposed() {
			return get() == null;
		}

	}

}
