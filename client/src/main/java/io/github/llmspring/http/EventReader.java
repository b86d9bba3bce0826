package io.github.llmspring.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
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

	private final Answering answering;

	private final StreamReading reading;

	private final Queue<ChatEvent> events = new ArrayDeque<>();

	private final Consumer<ChatEvent> sink = this.events::add;

	private @Nullable Watchdog watchdog;

	private @Nullable Subscription upstream;

	private volatile int work;

	private volatile long requested;

	private volatile @Nullable DataBuffer buffer;

	private volatile boolean bodyEnded;

	private volatile @Nullable Throwable bodyFailure;

	private volatile @Nullable LlmException alarm;

	private volatile boolean cancelled;

	private long delivered;

	private boolean awaiting;

	private boolean begun;

	private boolean closed;

	private boolean answerEnded;

	private @Nullable Throwable failure;

	EventReader(CoreSubscriber<? super ChatEvent> actual, Answering answering) {
		this.actual = actual;
		this.answering = answering;
		this.reading = answering.reading();
	}

	void watchedBy(Watchdog watchdog) {
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
			this.actual.onSubscribe(this);
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
			close();
			return false;
		}
		LlmException barked = this.alarm;
		if (barked != null && !this.bodyEnded) {
			cancelBody();
			this.bodyFailure = barked;
			this.bodyEnded = true;
		}
		if (deliver()) {
			return !this.closed && readOn();
		}
		return false;
	}

	/**
	 * Delivers the events at hand.
	 * @return whether all are delivered
	 */
	private boolean deliver() {
		long demand = this.requested;
		while (!this.events.isEmpty()) {
			if (this.delivered == demand || this.cancelled) {
				return false;
			}
			ChatEvent event = this.events.remove();
			if (demand != Long.MAX_VALUE) {
				this.delivered++;
			}
			this.actual.onNext(event);
		}
		if (this.failure != null) {
			end(this.failure);
		}
		else if (this.answerEnded) {
			close();
			this.actual.onComplete();
		}
		return true;
	}

	private boolean readOn() {
		DataBuffer next = this.buffer;
		if (next != null) {
			this.buffer = null;
			this.awaiting = false;
			read(next);
			return true;
		}
		if (this.bodyEnded) {
			endOfBody();
			return true;
		}
		Subscription body = this.upstream;
		if (!this.awaiting && body != null && this.delivered < this.requested) {
			this.awaiting = true;
			if (this.watchdog != null) {
				this.watchdog.awaiting();
			}
			body.request(1);
			return true;
		}
		return false;
	}

	private void read(DataBuffer next) {
		if (this.watchdog != null) {
			this.watchdog.received();
		}
		try {
			this.reading.read(next, this.sink);
		}
		catch (RuntimeException ex) {
			this.failure = ex;
			cancelBody();
		}
		if (!this.begun && !this.events.isEmpty() && this.watchdog != null) {
			this.begun = true;
			this.watchdog.begun();
		}
	}

	private void endOfBody() {
		Throwable broken = this.bodyFailure;
		try {
			if (broken == null || this.reading.ended()) {
				ChatResponse response = this.reading.end(this.sink);
				this.events.add(new ChatEvent.Completed(this.answering.completed(response)));
				this.answerEnded = true;
			}
			else {
				this.failure = TransportErrors.closedEarly(broken)
						? LlmException.of(Reason.STREAM_TRUNCATED, "the connection closed before the answer ended")
						: broken;
			}
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
	}

	/**
	 * Ends with a failure that carries what had arrived.
	 */
	private void end(Throwable reason) {
		LlmException ended = this.answering.failure(reason);
		ChatResponse soFar = this.reading.soFar();
		close();
		this.actual.onError(soFar.message().content().isEmpty() ? ended
				: ended.toBuilder().partial(this.answering.completed(soFar)).build());
	}

	private void close() {
		DataBuffer unread = this.buffer;
		if (unread != null) {
			this.buffer = null;
			DataBufferUtils.release(unread);
		}
		this.events.clear();
		if (!this.closed) {
			this.closed = true;
			this.reading.close();
		}
	}

	private void cancelBody() {
		Subscription body = this.upstream;
		if (body != null) {
			body.cancel();
		}
	}

}
