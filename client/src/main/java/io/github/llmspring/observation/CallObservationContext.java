package io.github.llmspring.observation;

import java.util.List;
import java.util.function.LongSupplier;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * One call: a route or a model is asked once, whatever it takes to answer.
 */
public final class CallObservationContext extends TimedContext {

	private final ChatRequest request;

	private final @Nullable String route;

	private @Nullable ChatResponse response;

	CallObservationContext(ChatRequest request, @Nullable String route, LongSupplier ticker) {
		super(ticker);
		this.request = request;
		this.route = route;
	}

	/**
	 * What is asked.
	 * @return the request, its model being an address or {@code null} for the default
	 */
	public ChatRequest request() {
		return this.request;
	}

	/**
	 * Route that is asked.
	 * @return the route's name, or {@code null} where a model is asked
	 */
	public @Nullable String route() {
		return this.route;
	}

	/**
	 * Answer.
	 * @return the answer, or {@code null} where there is none
	 */
	public @Nullable ChatResponse response() {
		return this.response;
	}

	/**
	 * Exchanges with services, of all models that were asked.
	 * @return the attempts in order, none where nobody told
	 */
	public List<Attempt> attempts() {
		LlmException failure = course().failure();
		if (failure != null) {
			return failure.attempts();
		}
		return (this.response != null) ? this.response.attempts() : List.of();
	}

	void answered(ChatResponse response) {
		this.response = response;
	}

}
