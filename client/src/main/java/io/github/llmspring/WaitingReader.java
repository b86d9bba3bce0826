package io.github.llmspring;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;

/**
 * Reads the pieces of a text for a thread that waits for each; asks for the text when the
 * first is read.
 * <p>
 * Reactor's own iterator throws away the pieces that came just before a failure, and
 * calls an interruption an interruption.
 */
final class WaitingReader implements Iterator<String>, CoreSubscriber<String> {

	private static final int PREFETCH = 32;

	private static final int REFILL = PREFETCH * 3 / 4;

	private static final Object END = new Object();

	private final Flux<String> text;

	/**
	 * Room for the pieces asked for, the end that follows them and the end by closing.
	 */
	private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(PREFETCH + 2);

	private volatile @Nullable Subscription subscription;

	private volatile boolean closed;

	private boolean begun;

	private @Nullable Object next;

	private int taken;

	WaitingReader(Flux<String> text) {
		this.text = text;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		if (this.closed) {
			// by another thread at this very moment
			subscription.cancel();
		}
		else {
			subscription.request(PREFETCH);
		}
	}

	@Override
	public void onNext(String piece) {
		this.queue.add(piece);
	}

	@Override
	public void onError(Throwable failure) {
		this.queue.add(failure);
	}

	@Override
	public void onComplete() {
		this.queue.add(END);
	}

	@Override
	public boolean hasNext() {
		if (this.next == null) {
			this.next = await();
		}
		if (this.next instanceof Throwable failure) {
			throw Exceptions.propagate(failure);
		}
		return this.next != END;
	}

	private Object await() {
		Blocking.requireBlockingAllowed("toStream()");
		if (!this.begun && !this.closed) {
			this.begun = true;
			this.text.subscribe(this);
		}
		try {
			Object signal = this.queue.take();
			if (signal instanceof Throwable failure) {
				// tells the stack trace of the reader besides that of the connection
				failure.addSuppressed(new Exception("#toStream terminated with an error"));
			}
			return signal;
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			return Blocking.interrupted(ex);
		}
	}

	@Override
	public String next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		String piece = (String) Objects.requireNonNull(this.next);
		this.next = null;
		Subscription source = this.subscription;
		if (++this.taken == REFILL && source != null) {
			this.taken = 0;
			source.request(REFILL);
		}
		return piece;
	}

	/**
	 * Ends the exchange if it is not over, and the waiting of another thread with it.
	 */
	void close() {
		this.closed = true;
		Subscription source = this.subscription;
		if (source != null) {
			source.cancel();
		}
		this.queue.clear();
		this.queue.offer(END);
	}

}
