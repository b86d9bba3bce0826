package io.github.llmspring.http;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Turns the buffers of a body into events, as many as are asked for.
 * <p>
 * A buffer is asked for only when all events of the one before are delivered, so demand
 * reaches the socket and at most one buffer's events are held. Buffers, demand, the alarm
 * and cancelling may come from different threads: whoever comes while another is at work
 * leaves the work to that one ({@link #drain()}).
 */
final class EventReader implements CoreSubscriber<DataBuffer>, Subscription {

	private static final AtomicIntegerFieldUpdater<EventReader> WORK = AtomicIntegerFieldUpdater
		.newUpdater(EventReader.class, "work");

	private static final AtomicLongFieldUpdater<EventReader> REQUESTED = AtomicLongFieldUpdater
		.newUpdater(EventReader.class, "requested");

	private final CoreSubscriber<? super ChatEvent> actual;

	private final StreamReading reading;

	private final Watchdog watchdog;

	private volatile @Nullable Subscription upstream;

	private volatile int work;

	private volatile long requested;

	private volatile @Nullable DataBuffer buffer;

	private volatile boolean bodyEnded;

	private volatile @Nullable Throwable bodyFailure;

	private volatile @Nullable LlmException alarm;

	private volatile boolean cancelled;

	private volatile boolean subscribed;

	private long delivered;

	private boolean awaiting;

	private boolean begun;

	private boolean closed;

	EventReader(CoreSubscriber<? super ChatEvent> actual, StreamReading reading, Watchdog watchdog) {
		this.actual = actual;
		this.reading = reading;
		this.watchdog = watchdog;
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			this.watchdog.paused();
			this.actual.onSubscribe(this);
			this.subscribed = true;
			drain();
		}
	}

	@Override
	public void onNext(DataBuffer next) {
		this.buffer = next;
		drain();
	}

	@Override
	public void onError(Throwable error) {
		this.bodyFailure = error;
		this.bodyEnded = true;
		drain();
	}

	@Override
	public void onComplete() {
		this.bodyEnded = true;
		drain();
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count)) {
			Operators.addCap(REQUESTED, this, count);
			drain();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		cancelBody();
		drain();
	}

	/**
	 * Ends the stream with a failure from outside.
	 * @param reason the failure
	 */
	void fail(LlmException reason) {
		this.alarm = reason;
		drain();
	}

	private void drain() {
		if (WORK.getAndIncrement(this) != 0) {
			return;
		}
		int missed = 1;
		do {
			while (step()) {
				// as long as there is something to do
			}
			missed = WORK.addAndGet(this, -missed);
		}
		while (missed != 0);
	}

	/**
	 * Does the next thing that can be done.
	 * @return whether to go on
	 */
	private boolean step() {
		if (this.cancelled || this.closed) {
			cancelBody();
			close();
			return false;
		}
		if (!this.subscribed) {
			return false;
		}
		LlmException barked = this.alarm;
		if (barked != null && !this.reading.complete()) {
			return cutOff(barked);
		}
		return deliver() && readOn();
	}

	/**
	 * Ends at once, without what is not delivered yet, unless nothing is missing.
	 * @return whether to go on
	 */
	private boolean cutOff(LlmException reason) {
		cancelBody();
		Throwable failure = this.reading.failure();
		if (failure == null && this.reading.ended()) {
			this.reading.end(reason);
			return true;
		}
		end((failure != null) ? failure : reason);
		return false;
	}

	/**
	 * Delivers the events at hand.
	 * @return whether to go on
	 */
	private boolean deliver() {
		long demand = this.requested;
		while (this.reading.hasEvents()) {
			if (this.delivered == demand) {
				return false;
			}
			if (demand != Long.MAX_VALUE) {
				this.delivered++;
			}
			this.actual.onNext(this.reading.next());
			if (this.cancelled) {
				return false;
			}
		}
		Throwable failure = this.reading.failure();
		if (failure != null) {
			end(failure);
		}
		else if (this.reading.complete()) {
			close();
			this.actual.onComplete();
		}
		return !this.closed;
	}

	private boolean readOn() {
		// asked before the buffer is: the last buffer comes before the end
		boolean ended = this.bodyEnded;
		DataBuffer next = this.buffer;
		if (next != null) {
			this.buffer = null;
			this.awaiting = false;
			read(next);
			return true;
		}
		if (ended) {
			this.watchdog.paused();
			this.reading.end(this.bodyFailure);
			return true;
		}
		Subscription body = this.upstream;
		if (!this.awaiting && body != null && this.delivered < this.requested) {
			this.awaiting = true;
			this.watchdog.awaiting();
			body.request(1);
			return true;
		}
		return false;
	}

	private void read(DataBuffer next) {
		this.watchdog.paused();
		this.reading.read(next);
		if (this.reading.failure() != null) {
			cancelBody();
		}
		if (!this.begun && this.reading.hasEvents()) {
			this.begun = true;
			this.watchdog.begun();
		}
	}

	private void end(Throwable reason) {
		LlmException failed = this.reading.failed(reason);
		close();
		this.actual.onError(failed);
	}

	private void close() {
		DataBuffer unread = this.buffer;
		if (unread != null) {
			this.buffer = null;
			DataBufferUtils.release(unread);
		}
		if (!this.closed) {
			this.closed = true;
			this.reading.close();
		}
	}

	private void cancelBody() {
		Subscription body = this.upstream;
		if (body != null && !this.bodyEnded) {
			body.cancel();
		}
	}

}
