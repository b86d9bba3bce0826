package io.github.llmspring.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.time.TimeoutScheduler;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * Calls of a store, on threads that may wait and with the thread-bound context of whoever
 * asked.
 * <p>
 * A call that nobody waits for any more is not interrupted: an embedded database may
 * close its files for it.
 */
final class StoreCalls {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final Duration patience;

	private final ContextSnapshot snapshot;

	StoreCalls(Duration patience, ContextView context) {
		this.patience = patience;
		this.snapshot = SNAPSHOTS.captureFrom(context);
	}

	/**
	 * Calls the store when subscribed to.
	 * @param call the call
	 * @param what what it is for, as the subject of a clause
	 * @param deadline when the whole answer must be over, or {@code null}
	 * @return what the call gives, or an {@link LlmException}
	 */
	<T> Mono<T> call(Callable<T> call, String what, @Nullable Instant deadline) {
		return Mono.defer(() -> {
			Duration left = (deadline != null) ? Duration.between(Instant.now(), deadline) : this.patience;
			boolean hurried = left.compareTo(this.patience) < 0;
			Duration limit = hurried ? left : this.patience;
			Mono<T> late = Mono.error(() -> hurried ? outOfTime(what)
					: failed(what, "took longer than " + this.patience.toSeconds() + " s", null));
			return Mono.<T>create((sink) -> Schedulers.boundedElastic().schedule(() -> {
				try (ContextSnapshot.Scope scope = this.snapshot.setThreadLocals()) {
					sink.success(call.call());
				}
				catch (Throwable ex) {
					Exceptions.throwIfJvmFatal(ex);
					sink.error(failed(what, "failed: " + said(ex), ex));
				}
			}))
				.onErrorMap((ex) -> (ex instanceof LlmException) ? ex : failed(what, "was refused: " + said(ex), ex))
				.timeout(limit.isNegative() ? Duration.ZERO : limit, late, TimeoutScheduler.SHARED);
		});
	}

	private static String said(Throwable failure) {
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getName();
	}

	private static LlmException failed(String what, String how, @Nullable Throwable cause) {
		return LlmException.builder(Reason.CONVERSATION_STORE, what + " " + how).cause(cause).build();
	}

	private static LlmException outOfTime(String what) {
		return LlmException.of(Reason.TIMEOUT_TOTAL, what + " was not over by the caller's deadline");
	}

}
