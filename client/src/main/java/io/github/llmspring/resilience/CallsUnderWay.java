package io.github.llmspring.resilience;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

/**
 * Calls that use something which is to be closed when the last of them is over, such as
 * the connections of a provider that another one has taken the place of.
 * <p>
 * A call may begin later still, where somebody held on to the old provider. So what is
 * closed must open again when it is used, as a pool of connections does; it is closed
 * anew after such a call.
 */
public final class CallsUnderWay {

	private static final int CLOSING = Integer.MIN_VALUE / 2;

	private final AtomicInteger calls = new AtomicInteger();

	private final Runnable closing;

	private volatile boolean retired;

	/**
	 * No calls yet.
	 * @param closing closes what the calls use, without a wait
	 */
	public CallsUnderWay(Runnable closing) {
		this.closing = closing;
	}

	/**
	 * Takes note of a call that begins.
	 */
	public void begin() {
		if (this.calls.incrementAndGet() < 0) {
			awaitClosed();
		}
	}

	/**
	 * Takes note of a call that is over.
	 */
	public void end() {
		if (this.calls.decrementAndGet() == 0 && this.retired) {
			close();
		}
	}

	/**
	 * Takes note of a single result that is waited for.
	 * @param result the result
	 * @param <T> its type
	 * @return the result, which counts as a call from its subscription on
	 */
	public <T> Mono<T> counted(Mono<T> result) {
		return Mono.using(() -> {
			begin();
			return this;
		}, (calls) -> result, CallsUnderWay::end);
	}

	/**
	 * Calls that are not over.
	 * @return their number
	 */
	public int count() {
		int count = this.calls.get();
		return (count < 0) ? count - CLOSING : count;
	}

	/**
	 * Closes what the calls use as soon as none is under way.
	 */
	public void retire() {
		this.retired = true;
		if (this.calls.get() == 0) {
			close();
		}
	}

	private synchronized void close() {
		if (this.calls.compareAndSet(0, CLOSING)) {
			try {
				this.closing.run();
			}
			finally {
				this.calls.addAndGet(-CLOSING);
			}
		}
	}

	/**
	 * Waits for the moment that closing takes: what is used while it closes would fail.
	 */
	private synchronized void awaitClosed() {
		// the lock is all there is to wait for
	}

}
