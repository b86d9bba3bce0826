package io.github.llmspring.observation;

import java.util.function.LongSupplier;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer for which tools may be run: calls and runs of tools by turns.
 */
public final class ToolLoopObservationContext extends TimedContext {

	private final ChatRequest request;

	private @Nullable ChatResponse response;

	ToolLoopObservationContext(ChatRequest request, LongSupplier ticker) {
		super(ticker);
		this.request = request;
	}

	/**
	 * What is asked.
	 * @return the request with the tools
	 */
	public ChatRequest request() {
		return this.request;
	}

	/**
	 * Answer of the last turn.
	 * @return the answer, or {@code null} where there is none
	 */
	public @Nullable ChatResponse response() {
		return this.response;
	}

	void answered(ChatResponse response) {
		this.response = response;
	}

}
