package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.Role;

/**
 * Where the service is told to keep everything up to there in its cache: at the last
 * piece of each message that is marked, and, as long as there are marks left, at the last
 * tool.
 * <p>
 * The service takes four marks. The first one, nearest to what never changes, and the
 * last ones, which save most, stay.
 */
public final class CacheMarks {

	private static final int MOST = 4;

	private final Set<Content> marked = Collections.newSetFromMap(new IdentityHashMap<>());

	private final List<Content> system = new ArrayList<>();

	private final int asked;

	/**
	 * Marks of a conversation.
	 * @param messages the messages as they are sent
	 * @param sendable which content the service takes
	 */
	public CacheMarks(List<Message> messages, Predicate<Content> sendable) {
		List<Content> candidates = new ArrayList<>();
		for (Message message : messages) {
			boolean rules = message.role() == Role.SYSTEM;
			List<Content> pieces = (rules ? List.<Content>of(new Content.Text(message.text())) : message.content())
				.stream()
				.filter((content) -> sendable.test(content) && !(content instanceof Content.Reasoning))
				.toList();
			if (rules) {
				this.system.addAll(pieces);
			}
			if (message.cached() && !pieces.isEmpty()) {
				candidates.add(pieces.get(pieces.size() - 1));
			}
		}
		this.asked = candidates.size();
		while (candidates.size() > MOST) {
			candidates.remove(1);
		}
		this.marked.addAll(candidates);
	}

	/**
	 * What has to be said to the caller about the marks.
	 * @return a sentence for marks left out, else nothing
	 */
	public List<String> warnings() {
		return (this.asked <= MOST) ? List.of() : List
			.of((this.asked - MOST) + " cache marks were left out: the service takes no more than " + MOST + ".");
	}

	/**
	 * Whether the rules at a position carry a mark.
	 * @param index the position among the rules that are not blank
	 * @return whether they do
	 */
	public boolean onSystem(int index) {
		return this.marked.contains(this.system.get(index));
	}

	/**
	 * Whether any of the rules carries a mark.
	 * @return whether one does
	 */
	public boolean onSystem() {
		return this.system.stream().anyMatch(this.marked::contains);
	}

	/**
	 * Whether the last tool carries a mark.
	 * @return whether it does
	 */
	public boolean onTools() {
		return !this.marked.isEmpty() && this.marked.size() < MOST;
	}

	/**
	 * Whether a piece of content carries a mark.
	 * @param content the piece, itself and not its equal
	 * @return whether it does
	 */
	public boolean on(Content content) {
		return this.marked.contains(content);
	}

}
