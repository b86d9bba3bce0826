package io.github.llmspring;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One thing that happened while an answer arrived.
 * <p>
 * Only content makes events: what a service sends to keep a connection alive or to
 * announce an answer never becomes one. The last event of every answer is
 * {@link Completed}.
 */
public sealed interface ChatEvent {

	/**
	 * The whole answer that events end with.
	 * @param events the events of one answer, to be read to their end
	 * @return the answer; an {@link IllegalStateException} where they end without one
	 */
	static Mono<ChatResponse> answer(Flux<ChatEvent> events) {
		return new AnswerMono(events);
	}

	/**
	 * More of the answer's text.
	 *
	 * @param text the next piece, never empty
	 */
	record TextDelta(String text) implements ChatEvent {
	}

	/**
	 * More of the model's visible thinking.
	 *
	 * @param text the next piece, never empty
	 */
	record ReasoningDelta(String text) implements ChatEvent {
	}

	/**
	 * More of a tool call; the pieces of one call share its index.
	 *
	 * @param index which call of this turn, from 0
	 * @param id the call's id, in the first piece of a call and {@code null} after
	 * @param name the tool's name, in the first piece of a call and {@code null} after
	 * @param arguments the next piece of the JSON arguments, possibly empty
	 */
	record ToolCallDelta(int index, @Nullable String id, @Nullable String name, String arguments) implements ChatEvent {
	}

	/**
	 * A tool that was run for the model has answered.
	 *
	 * @param result the answer as it goes to the model
	 */
	record ToolAnswered(Content.ToolResult result) implements ChatEvent {
	}

	/**
	 * The end of one turn of the model that wants tools to be run; more follows.
	 *
	 * @param response what the model said in this turn
	 */
	record TurnCompleted(ChatResponse response) implements ChatEvent {
	}

	/**
	 * The end of the answer.
	 *
	 * @param response the whole answer
	 */
	record Completed(ChatResponse response) implements ChatEvent {
	}

}
