package io.github.llmspring.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What became of the candidates of one call. Used by one thread at a time.
 */
final class RouteLog {

	private final Scheduler clock;

	private final List<Attempt> attempts = new ArrayList<>(0);

	private final List<Failure> failures = new ArrayList<>(0);

	RouteLog(Scheduler clock) {
		this.clock = clock;
	}

	long now() {
		return this.clock.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * Notes that a candidate failed.
	 * @param number how many candidates began before it
	 */
	void failed(int number, ModelAddress address, long begun, Throwable failure) {
		this.failures.add(new Failure(number, failure));
		this.attempts.addAll(attempts(address, begun, failure));
	}

	/**
	 * Notes that a candidate was cancelled because another one was faster.
	 */
	void lost(ModelAddress address, long begun) {
		this.attempts.add(new Attempt(address, Reason.CANCELLED, null, since(begun), Duration.ZERO));
	}

	/**
	 * Answer of a candidate with all attempts that led to it.
	 */
	ChatResponse answered(ModelAddress address, long begun, ChatResponse response) {
		if (this.attempts.isEmpty() && !response.attempts().isEmpty()) {
			return response;
		}
		List<Attempt> all = new ArrayList<>(this.attempts);
		all.addAll(response.attempts().isEmpty()
				? List.of(new Attempt(address, null, null, since(begun), Duration.ZERO, response.cost()))
				: response.attempts());
		return Attempt.charge(response, this.attempts).withAttempts(all);
	}

	/**
	 * Failure of a candidate whose answer had begun, with what failed before.
	 */
	Throwable brokenOff(ModelAddress address, long begun, Throwable failure) {
		List<Attempt> all = new ArrayList<>(this.attempts);
		all.addAll(attempts(address, begun, failure));
		return told(failure, all, this.failures);
	}

	/**
	 * Failure of the whole call: that of the first candidate with those of the others.
	 */
	Throwable exception() {
		this.failures.sort(Comparator.comparingInt(Failure::number));
		return told(this.failures.get(0).failure(), this.attempts, this.failures.subList(1, this.failures.size()));
	}

	private static Throwable told(Throwable failure, List<Attempt> attempts, List<Failure> others) {
		Throwable told = (failure instanceof LlmException known) ? known.toBuilder().attempts(attempts).build()
				: failure;
		others.stream().map(Failure::failure).filter((other) -> other != told).forEach(told::addSuppressed);
		return told;
	}

	private List<Attempt> attempts(ModelAddress address, long begun, Throwable failure) {
		if (!(failure instanceof LlmException known)) {
			return List.of();
		}
		@Nullable Integer status = known.status();
		return known.attempts().isEmpty()
				? List.of(new Attempt(address, known.reason(), status, since(begun), Duration.ZERO, known.cost()))
				: known.attempts();
	}

	private Duration since(long begun) {
		return Duration.ofNanos(Math.max(0, now() - begun));
	}

	private record Failure(int number, Throwable failure) {
	}

}
