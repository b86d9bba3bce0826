package io.github.llmspring.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.llmspring.Message;
import org.jspecify.annotations.Nullable;

/**
 * Store in this process: what it holds is gone with the process.
 * <p>
 * It keeps so many conversations and forgets the one that was used the longest time ago
 * when one too many comes. Of each conversation it keeps the newest turns within a number
 * of tokens, but always the last one. A plain map in the order of use is enough for that;
 * a cache that weighs how often an entry is used would keep the busy conversation of
 * yesterday and drop the one that has just begun.
 */
public final class InMemoryConversationStore implements ConversationStore {

	/**
	 * Conversations that are kept where nothing else is said.
	 */
	public static final int DEFAULT_MAX_CONVERSATIONS = 1_000;

	/**
	 * Time after which an unused conversation is forgotten where nothing else is said.
	 */
	public static final Duration DEFAULT_IDLE_TIME = Duration.ofHours(1);

	private final int maxConversations;

	private final int maxTokens;

	private final Duration idleTime;

	private final Clock clock;

	private final Map<String, Kept> conversations = new LinkedHashMap<>(16, 0.75f, true);

	/**
	 * Store within bounds.
	 * @param maxConversations the most conversations
	 * @param maxTokens the most tokens of each conversation, as {@link TokenEstimate}
	 * counts
	 * @param idleTime how long a conversation is kept that nobody uses
	 */
	public InMemoryConversationStore(int maxConversations, int maxTokens, Duration idleTime) {
		this(maxConversations, maxTokens, idleTime, Clock.systemUTC());
	}

	InMemoryConversationStore(int maxConversations, int maxTokens, Duration idleTime, Clock clock) {
		this.maxConversations = positive("maxConversations", maxConversations);
		this.maxTokens = positive("maxTokens", maxTokens);
		if (idleTime.isNegative() || idleTime.isZero()) {
			throw new IllegalArgumentException("'idleTime' must be above 0, but is " + idleTime);
		}
		this.idleTime = idleTime;
		this.clock = clock;
	}

	static InMemoryConversationStore withDefaults() {
		return new InMemoryConversationStore(DEFAULT_MAX_CONVERSATIONS, ConversationMemory.DEFAULT_MAX_TOKENS,
				DEFAULT_IDLE_TIME);
	}

	private static int positive(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("'" + name + "' must be above 0, but is " + value);
		}
		return value;
	}

	@Override
	public synchronized ConversationHistory load(String conversation, int maxTokens) {
		Kept kept = current(conversation);
		return (kept != null) ? keep(conversation, kept.history()) : ConversationHistory.NONE;
	}

	@Override
	public synchronized boolean append(String conversation, int position, List<Message> messages) {
		Kept kept = current(conversation);
		if (kept != null && kept.history().position() != position) {
			return false;
		}
		List<Message> all = new ArrayList<>((kept != null) ? kept.history().messages() : List.of());
		all.addAll(messages);
		ConversationHistory longer = new ConversationHistory(position + messages.size(), all);
		keep(conversation, new ConversationHistory(longer.position(),
				HistoryWindow.of(longer, List.of(), this.maxTokens).messages()));
		return true;
	}

	@Override
	public synchronized void delete(String conversation) {
		this.conversations.remove(conversation);
	}

	private @Nullable Kept current(String conversation) {
		forget((kept) -> kept.lastUse().plus(this.idleTime).isBefore(this.clock.instant()));
		return this.conversations.get(conversation);
	}

	private ConversationHistory keep(String conversation, ConversationHistory history) {
		this.conversations.put(conversation, new Kept(history, this.clock.instant()));
		forget((kept) -> this.conversations.size() > this.maxConversations);
		return history;
	}

	/**
	 * Forgets conversations, the one used the longest time ago first, until one may stay.
	 */
	private void forget(Predicate<Kept> superfluous) {
		Iterator<Kept> oldestFirst = this.conversations.values().iterator();
		while (oldestFirst.hasNext() && superfluous.test(oldestFirst.next())) {
			oldestFirst.remove();
		}
	}

	private record Kept(ConversationHistory history, Instant lastUse) {
	}

}
