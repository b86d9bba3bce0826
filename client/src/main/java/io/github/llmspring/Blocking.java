package io.github.llmspring;

import java.util.Objects;

import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The step from reactive to waiting.
 */
final class Blocking {

	private Blocking() {
	}

	static <T> T await(Mono<T> answer, String method) {
		requireBlockingAllowed(method);
		try {
			return Objects.requireNonNull(answer.block(), "No answer");
		}
		catch (RuntimeException ex) {
			if (Exceptions.unwrap(ex) instanceof InterruptedException
					|| ex.getCause() instanceof InterruptedException) {
				Thread.currentThread().interrupt();
				throw interrupted(ex);
			}
			throw ex;
		}
	}

	static LlmException interrupted(Exception cause) {
		return LlmException.builder(LlmException.Reason.CANCELLED, "interrupted while waiting for the answer")
			.cause(cause)
			.build();
	}

	/**
	 * Refuses to block where blocking would stop the event loop that brings the answer.
	 * @param method the method that was called, for the message
	 */
	static void requireBlockingAllowed(String method) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					method + " waits for the answer, but the thread '" + Thread.currentThread().getName()
							+ "' must not wait: it serves the connections that the answer comes on. "
							+ "Use mono() or stream().events() here, or move the call to Schedulers.boundedElastic().");
		}
	}

}
