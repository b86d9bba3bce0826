package io.github.llmspring.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Watches that an answer keeps coming and is over in time.
 * <p>
 * One timer entry for each call, which puts itself back while there was progress: a
 * timeout for each event would triple the cost of a stream. Time in which the reader asks
 * for nothing does not count, except towards the time of the whole call.
 */
final class Watchdog {

	/**
	 * Longer than anyone waits, short enough to be counted in nanoseconds.
	 */
	static final Duration FOREVER = Duration.ofDays(36500);

	private static final long PAUSED = Long.MAX_VALUE;

	private final Timeouts timeouts;

	private final Ticker ticker;

	private final Consumer<LlmException> alarm;

	private final long over;

	/**
	 * When the request was sent, put off by the time in which nothing was asked for.
	 */
	private volatile long sent;

	private volatile long awaitingSince;

	private long pausedSince;

	private volatile boolean begun;

	private volatile @Nullable Disposable timer;

	private volatile boolean stopped;

	/**
	 * Watchdog of one call.
	 * @param timeouts how long to wait for what
	 * @param left the time that is left for the whole call
	 * @param ticker the clock
	 * @param alarm takes the reason to end the call
	 */
	Watchdog(Timeouts timeouts, Duration left, Ticker ticker, Consumer<LlmException> alarm) {
		this.timeouts = timeouts;
		this.ticker = ticker;
		this.alarm = alarm;
		this.sent = ticker.nanoTime().getAsLong();
		this.over = this.sent + nanos(left);
		this.awaitingSince = this.sent;
	}

	void start() {
		schedule(Math.min(nanos(this.timeouts.firstToken()), this.over - this.sent));
	}

	/**
	 * From now on bytes are asked for.
	 */
	void awaiting() {
		long now = this.ticker.nanoTime().getAsLong();
		if (!this.begun) {
			this.sent += now - this.pausedSince;
		}
		this.awaitingSince = now;
	}

	/**
	 * From now on no bytes are asked for.
	 */
	void paused() {
		if (!this.begun && this.awaitingSince != PAUSED) {
			this.pausedSince = this.ticker.nanoTime().getAsLong();
		}
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

	/**
	 * Sleeps no longer than a silence may last: the stream may begin meanwhile, and then
	 * fall silent.
	 */
	private void schedule(long nanos) {
		long sleep = Math.max(Math.min(nanos, nanos(this.timeouts.idle())), TimeUnit.MILLISECONDS.toNanos(1));
		Disposable next = this.ticker.scheduler().schedule(this::check, sleep, TimeUnit.NANOSECONDS);
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
		long awaiting = this.awaitingSince;
		boolean streaming = this.begun;
		Duration limit = streaming ? this.timeouts.idle() : this.timeouts.firstToken();
		long since = streaming ? awaiting : this.sent;
		long patience = (awaiting != PAUSED) ? since + nanos(limit) - now : nanos(limit);
		long left = this.over - now;
		if (left <= 0) {
			this.alarm.accept(
					LlmException.of(Reason.TIMEOUT_TOTAL, "the time for the call was up before the answer was whole"));
		}
		else if (patience > 0) {
			schedule(Math.min(patience, left));
		}
		else {
			this.alarm.accept(streaming
					? LlmException.of(Reason.TIMEOUT_IDLE, "the stream fell silent for " + text(limit))
					: LlmException.of(Reason.TIMEOUT_FIRST_TOKEN, "the stream did not begin within " + text(limit)));
		}
	}

	private static long nanos(Duration duration) {
		return ((duration.compareTo(FOREVER) < 0) ? duration : FOREVER).toNanos();
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
