package io.github.llmspring;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;

/**
 * Exchanges as the far side sees them: how many began, and how many were abandoned.
 */
public final class Exchanges {

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger abandoned = new AtomicInteger();

	private final Semaphore beginnings = new Semaphore(0);

	private final Semaphore abandonments = new Semaphore(0);

	/**
	 * Provider that tells of its exchanges here, for decorators to be put around.
	 */
	public ChatProvider watching(ChatProvider provider) {
		return (request) -> Flux.defer(() -> {
			begin();
			return provider.send(request);
		}).doOnCancel(this::abandon);
	}

	public void begin() {
		this.begun.incrementAndGet();
		this.beginnings.release();
	}

	public void abandon() {
		this.abandoned.incrementAndGet();
		this.abandonments.release();
	}

	int begun() {
		return this.begun.get();
	}

	int abandoned() {
		return this.abandoned.get();
	}

	void awaitBegun(Duration patience) {
		await(this.beginnings, "began", patience);
	}

	void awaitAbandoned(Duration patience) {
		await(this.abandonments, "was ended by the client", patience);
	}

	private static void await(Semaphore signs, String what, Duration patience) {
		try {
			if (!signs.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("No exchange " + what + " within " + patience);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
