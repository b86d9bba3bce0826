package io.github.llmspring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Signal;

/**
 * Subscriber that hides nothing: every demand goes up as it is, every signal is kept,
 * those after cancelling, too.
 */
final class Recorder implements CoreSubscriber<ChatEvent> {

	private final BlockingQueue<Signal<ChatEvent>> signals = new LinkedBlockingQueue<>();

	private final AtomicInteger inside = new AtomicInteger();

	private volatile boolean overlapped;

	private volatile @Nullable Subscription subscription;

	private volatile @Nullable Throwable error;

	private boolean stopping;

	Recorder stoppingAtTheFirstEvent() {
		this.stopping = true;
		return this;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
	}

	/**
	 * This subscriber as one that knows the standard alone, which is stricter than
	 * Reactor.
	 */
	Subscriber<ChatEvent> ofTheStandard() {
		return new Subscriber<>() {

			@Override
			public void onSubscribe(Subscription subscription) {
				Recorder.this.onSubscribe(subscription);
			}

			@Override
			public void onNext(ChatEvent event) {
				Recorder.this.onNext(event);
			}

			@Override
			public void onError(Throwable failure) {
				Recorder.this.onError(failure);
			}

			@Override
			public void onComplete() {
				Recorder.this.onComplete();
			}

		};
	}

	/**
	 * All signals, until the last or until none comes in time.
	 */
	List<Signal<ChatEvent>> all(Duration patience) {
		List<Signal<ChatEvent>> all = new ArrayList<>();
		Signal<ChatEvent> signal = next(patience);
		while (signal != null) {
			all.add(signal);
			signal = signal.isOnNext() ? next(patience) : this.signals.poll();
		}
		return all;
	}

	/**
	 * Whether two signals came at the same time.
	 */
	boolean overlapped() {
		return this.overlapped;
	}

	private void add(Signal<ChatEvent> signal) {
		if (this.inside.getAndIncrement() != 0) {
			this.overlapped = true;
		}
		this.signals.add(signal);
		this.inside.decrementAndGet();
	}

	@Override
	public void onNext(ChatEvent event) {
		add(Signal.next(event));
		if (this.stopping) {
			cancel();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.error = failure;
		add(Signal.error(failure));
	}

	@Override
	public void onComplete() {
		add(Signal.complete());
	}

	void request(long count) {
		this.subscription.request(count);
	}

	void cancel() {
		this.subscription.cancel();
	}

	/**
	 * Cancels, and asks for more, which must not matter any longer.
	 */
	void stop() {
		cancel();
		request(Long.MAX_VALUE);
	}

	/**
	 * The next signal, or {@code null} where none comes in time.
	 */
	@Nullable Signal<ChatEvent> next(Duration patience) {
		try {
			return this.signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * The events before the error.
	 */
	List<ChatEvent> awaitError(Duration patience) {
		List<ChatEvent> events = new ArrayList<>();
		Signal<ChatEvent> signal = next(patience);
		while (signal != null && signal.isOnNext()) {
			events.add(signal.get());
			signal = next(patience);
		}
		if (signal == null || !signal.isOnError()) {
			throw new AssertionError("No error but " + signal + " after " + events);
		}
		return events;
	}

	@Nullable Throwable error() {
		return this.error;
	}

}
