package io.github.llmspring.memory;

import java.util.List;

import io.github.llmspring.Message;

/**
 * A place where conversations are kept.
 * <p>
 * The methods may wait, since what is behind most stores are drivers that do; they are
 * called on threads for that, never on one that serves connections, and at the same time
 * from many threads. {@link MessageJson} makes text of messages for stores that need it.
 */
public interface ConversationStore {

	/**
	 * Gives the newest messages of a conversation.
	 * @param conversation the conversation's id
	 * @param maxTokens how many tokens of messages are wanted at most, as
	 * {@link TokenEstimate} counts; more may be given. Messages are left out only from
	 * the oldest on
	 * @return the history; {@link ConversationHistory#NONE} of an unknown conversation
	 */
	ConversationHistory load(String conversation, int maxTokens);

	/**
	 * Adds the messages of a finished turn, all or none of them.
	 * <p>
	 * This is how turns that run at the same time are told apart: each gives the position
	 * that it was begun at, and the first to be over wins. A conversation that was
	 * deleted or forgotten meanwhile takes any position.
	 * @param conversation the conversation's id
	 * @param position the {@link ConversationHistory#position() position} of the first
	 * message
	 * @param messages the messages, oldest first, at least one
	 * @return {@code false} if the conversation is at another position, so that nothing
	 * was added
	 */
	boolean append(String conversation, int position, List<Message> messages);

	/**
	 * Forgets a conversation.
	 * @param conversation the conversation's id; it need not be known
	 */
	void delete(String conversation);

}
