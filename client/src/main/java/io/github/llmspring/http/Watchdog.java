package io.github.llmspring.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Watches that a stream keeps coming.
 * <p>
 * One timer entry for each call, which puts itself back while there was progress: a
 * timeout for each event would triple the cost of a stream. Time in which the reader asks
 * for nothing does not count.
 */
final class Watchdog {

	private static final long PAUSED = Long.MAX_VALUE;

	private final Timeouts timeouts;

	private final Ticker ticker;

	private final Consumer<LlmException> alarm;

	private final long started;

	private final long over;

	private volatile long awaitingSince;

	private volatile boolean begun;

	private volatile @Nullable Disposable timer;

	private volatile boolean stopped;

	/**
	 * Watchdog of one call.
	 * @param timeouts how long to wait for what
	 * @param left the time that is left for the whole call
	 * @param ticker the clock
	 * @param alarm takes the reason to end the stream
	 */
	Watchdog(Timeouts timeouts, Duration left, Ticker ticker, Consumer<LlmException> alarm) {
		this.timeouts = timeouts;
		this.ticker = ticker;
		this.alarm = alarm;
		this.started = ticker.nanoTime().getAsLong();
		this.over = this.started + left.toNanos();
		this.awaitingSince = this.started;
	}

	void start() {
		schedule(Math.min(this.timeouts.firstToken().toNanos(), this.over - this.started));
	}

	/**
	 * From now on bytes are asked for.
	 */
	void awaiting() {
		this.awaitingSince = this.ticker.nanoTime().getAsLong();
	}

	/**
	 * Bytes have come.
	 */
	void received() {
		this.awaitingSince = PAUSED;
	}

	/**
	 * The first content has come.
	 */
	void begun() {
		this.begun = true;
	}

	void stop() {
		this.stopped = true;
		Disposable current = this.timer;
		if (current != null) {
			current.dispose();
		}
	}

	private void schedule(long nanos) {
		Disposable next = this.ticker.scheduler()
			.schedule(this::check, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
		this.timer = next;
		if (this.stopped) {
			next.dispose();
		}
	}

	private void check() {
		if (this.stopped) {
			return;
		}
		long now = this.ticker.nanoTime().getAsLong();
		long since = this.begun ? this.awaitingSince : this.started;
		Duration limit = this.begun ? this.timeouts.idle() : this.timeouts.firstToken();
		boolean paused = this.awaitingSince == PAUSED;
		long patience = paused ? limit.toNanos() : since + limit.toNanos() - now;
		long left = this.over - now;
		if (left <= 0) {
			this.alarm.accept(LlmException.of(Reason.TIMEOUT_TOTAL, "the call was not over in time"));
		}
		else if (patience > 0) {
			schedule(Math.min(patience, left));
		}
		else {
			this.alarm.accept(this.begun
					? LlmException.of(Reason.TIMEOUT_IDLE, "the stream fell silent for " + text(limit))
					: LlmException.of(Reason.TIMEOUT_FIRST_TOKEN, "the stream did not begin within " + text(limit)));
		}
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
