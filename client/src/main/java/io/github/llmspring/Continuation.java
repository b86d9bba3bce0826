package io.github.llmspring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What goes along when another model is to go on with an answer that broke off.
 *
 * @param failure how the answer broke off
 * @param sofar what had arrived
 */
record Continuation(LlmException failure, ChatResponse sofar) {

	private static final String REQUEST = "Your answer was cut off. Go on exactly where it ends, without repeating "
			+ "anything and without a word about it.";

	/**
	 * Refuses what cannot be gone on with.
	 */
	static Continuation of(LlmException failure) {
		ChatResponse sofar = failure.partial();
		if (sofar == null || sofar.content().isEmpty()) {
			throw new IllegalArgumentException(
					"Nothing of the answer had arrived that could be gone on with: ask anew");
		}
		if (!sofar.toolCalls().isEmpty()) {
			throw new IllegalArgumentException(
					"The answer broke off amid calls of tools, which no other model goes on " + "with: ask anew");
		}
		Instant deadline = failure.deadline();
		if (deadline != null && !Instant.now().isBefore(deadline)) {
			throw LlmException.builder(LlmException.Reason.TIMEOUT_TOTAL, "the time of the call is over")
				.partial(sofar)
				.attempts(failure.attempts())
				.cause(failure)
				.build();
		}
		return new Continuation(failure, sofar);
	}

	@Nullable Instant deadline() {
		return this.failure.deadline();
	}

	/**
	 * Messages to add to those that were sent: turns in which tools were run, the text so
	 * far without what its model thought, and the wish to go on.
	 */
	List<Message> messages() {
		List<Message> all = this.sofar.messages();
		List<Message> messages = new ArrayList<>(all.subList(0, all.size() - 1));
		messages.add(Message.assistant(this.sofar.content()));
		messages.add(Message.user(REQUEST));
		return messages;
	}

}
