package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.llmspring.ChatProvider;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Waits between retries that are written down and are over at once: the time passes by
 * being waited for.
 */
public final class ShortenedWaits implements Scheduler {

	private final List<Duration> waits = new CopyOnWriteArrayList<>();

	private final AtomicLong nanos = new AtomicLong();

	private final Consumer<Duration> passing;

	/**
	 * Waits that somebody else is told of.
	 * @param passing told of each before it is over
	 */
	public ShortenedWaits(Consumer<Duration> passing) {
		this.passing = passing;
	}

	/**
	 * Retries that wait here.
	 */
	public ChatProvider retrying(String id, ChatProvider provider, RetryPolicy policy) {
		return new RetryProvider(id, provider, policy, this);
	}

	/**
	 * What was waited, in order.
	 */
	public List<Duration> waits() {
		return this.waits;
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Duration wait = Duration.of(delay, unit.toChronoUnit());
		this.waits.add(wait);
		this.nanos.addAndGet(wait.toNanos());
		this.passing.accept(wait);
		return Schedulers.parallel().schedule(task);
	}

	@Override
	public long now(TimeUnit unit) {
		return unit.convert(this.nanos.get(), TimeUnit.NANOSECONDS);
	}

	@Override
	public Worker createWorker() {
		throw new UnsupportedOperationException();
	}

}
