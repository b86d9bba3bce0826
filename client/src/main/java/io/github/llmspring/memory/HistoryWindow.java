package io.github.llmspring.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.Role;

/**
 * The newest part of a conversation that goes along with what follows it.
 * <p>
 * It is cut only before a turn of the user, and never between a call of a tool and its
 * result. A conversation of which nothing has to be left out is not cut at all.
 *
 * @param messages the messages, oldest first, possibly none
 * @param sufficient whether they hold the calls of all results that follow, and begin
 * with the user where what follows does not
 */
record HistoryWindow(List<Message> messages, boolean sufficient) {

	/**
	 * Window of a history.
	 * @param history the history
	 * @param following the messages that come after it
	 * @param maxTokens the most tokens; more only if what follows cannot do without
	 * @return the window
	 */
	static HistoryWindow of(ConversationHistory history, List<Message> following, int maxTokens) {
		List<Message> messages = history.messages();
		if (history.isComplete() && messages.stream().mapToLong(TokenEstimate::of).sum() <= maxTokens) {
			return new HistoryWindow(messages, true);
		}
		OpenCalls open = new OpenCalls();
		for (int i = following.size() - 1; i >= 0; i--) {
			open.before(following.get(i));
		}
		boolean needed = !open.isEmpty() || following.isEmpty() || following.get(0).role() != Role.USER;
		int start = messages.size();
		long tokens = 0;
		for (int i = messages.size() - 1; i >= 0 && (needed || tokens <= maxTokens); i--) {
			Message message = messages.get(i);
			tokens += TokenEstimate.of(message);
			open.before(message);
			if (message.role() == Role.USER && open.isEmpty() && (needed || tokens <= maxTokens)) {
				start = i;
				needed = false;
			}
		}
		return new HistoryWindow(messages.subList(start, messages.size()), !needed);
	}

	/**
	 * Results whose calls have not been seen yet, on the way from the newest message to
	 * the oldest.
	 */
	private static final class OpenCalls {

		private final Set<String> ids = new HashSet<>();

		void before(Message message) {
			message.pieces(Content.ToolResult.class).forEach((result) -> this.ids.add(result.toolCallId()));
			message.pieces(Content.ToolCall.class).forEach((call) -> this.ids.remove(call.id()));
		}

		boolean isEmpty() {
			return this.ids.isEmpty();
		}

	}

}
