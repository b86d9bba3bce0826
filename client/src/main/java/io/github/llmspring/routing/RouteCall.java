package io.github.llmspring.routing;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * One call of a route.
 *
 * @param route the route
 * @param plan the candidates
 * @param request what to ask
 * @param deadline when the call must be over
 * @param scheduler tells the time and when to hedge
 */
record RouteCall(Route route, RoutePlan plan, ChatRequest request, Instant deadline, Scheduler scheduler) {

	Flux<ChatEvent> ask(RoutePlan.Step step) {
		return step.provider().send(step.of(this.request, this.route, this.deadline));
	}

	/**
	 * Whether another candidate is to be asked where one failed before its first event.
	 */
	boolean mayAnotherDo(Throwable failure) {
		return inTime() && failure instanceof LlmException known && FallbackRules.mayAnotherDo(known, this.route);
	}

	/**
	 * Whether there is time left; a millisecond is none, since clocks do not agree.
	 */
	boolean inTime() {
		return now().plusMillis(1).isBefore(this.deadline);
	}

	/**
	 * Failure in the words of the route, where it was the route's time that was over.
	 */
	Throwable told(Throwable failure) {
		if (failure instanceof LlmException known && known.reason() == Reason.TIMEOUT_TOTAL
				&& !this.deadline.equals(this.request.deadline()) && !inTime()) {
			return known.toBuilder()
				.detail("the call was not over within " + this.route.timeout().toMillis()
						+ " ms, the time of the route '" + this.route.name() + "'")
				.advice("Raise llm.routes." + this.route.name() + ".timeout.")
				.build();
		}
		return failure;
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS));
	}

}
