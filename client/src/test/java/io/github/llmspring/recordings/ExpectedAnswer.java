package io.github.llmspring.recordings;

import java.util.List;

import io.github.llmspring.FinishReason;

/**
 * What a recorded answer says, or the part of it that was read so far.
 *
 * @param id the service's name of the answer, {@code null} where it gives none
 * @param requestId the service's name of the exchange, {@code null} where it gives none
 * @param model the model as the service names it, the one asked for where it does not
 * tell
 * @param text the text, possibly empty
 * @param reasoning the visible thinking, possibly empty
 * @param calls the client's tools that the model asks for
 * @param finish why the model stopped
 * @param rawFinish the service's word for that, {@code null} where it gave none
 * @param usage the tokens used
 * @param details what else is told about the answer
 * @param complete whether the answer may end here
 * @param error what went wrong, {@code null} where nothing did
 */
record ExpectedAnswer(String id, String requestId, String model, String text, String reasoning, List<Call> calls,
		FinishReason finish, String rawFinish, Counts usage, ExpectedDetails details, boolean complete,
		ExpectedError error) {

	/**
	 * A tool call.
	 *
	 * @param id the recorded id, empty where there is none
	 * @param name the tool's name
	 * @param arguments the arguments as text, possibly empty or cut off
	 */
	record Call(String id, String name, String arguments) {
	}

	/**
	 * Tokens used; {@code null} is unknown.
	 */
	record Counts(Long input, Long cached, Long written, Long output, Long reasoning) {

		static final Counts UNKNOWN = new Counts(null, null, null, null, null);

	}

	boolean hasContent() {
		return !this.text.isEmpty() || !this.reasoning.isEmpty() || !this.calls.isEmpty();
	}

}
