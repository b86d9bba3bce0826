package io.github.llmspring.memory;

import java.util.List;

import io.github.llmspring.Message;

/**
 * What a store knows of a conversation.
 *
 * @param position how many messages the conversation has had, those included that are no
 * longer kept or were left out; the next message gets this position
 * @param messages the newest messages, oldest first
 */
public record ConversationHistory(int position, List<Message> messages) {

	/**
	 * History of a conversation that nobody has begun.
	 */
	public static final ConversationHistory NONE = new ConversationHistory(0, List.of());

	public ConversationHistory {
		messages = List.copyOf(messages);
		if (messages.size() > position) {
			throw new IllegalArgumentException(
					messages.size() + " messages cannot come before the position " + position);
		}
	}

	/**
	 * Whether all messages that the conversation has had are here.
	 * @return whether nothing is left out
	 */
	public boolean isComplete() {
		return this.messages.size() == this.position;
	}

}
