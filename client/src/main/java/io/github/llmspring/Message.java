package io.github.llmspring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One turn of a conversation: who speaks and what they say.
 *
 * @param role who speaks
 * @param content what they say, in order
 * @param cached whether everything up to here should be kept in the service's cache,
 * where a service wants to be told
 */
public record Message(Role role, List<Content> content, boolean cached) {

	public Message {
		content = List.copyOf(content);
	}

	/**
	 * Message that asks for no cache.
	 * @param role who speaks
	 * @param content what they say, in order
	 */
	public Message(Role role, List<Content> content) {
		this(role, content, false);
	}

	/**
	 * Rules that the application sets.
	 * @param text the rules
	 * @return the message
	 */
	public static Message system(String text) {
		return of(Role.SYSTEM, new Content.Text(text));
	}

	/**
	 * Something that the user says.
	 * @param text what they say
	 * @return the message
	 */
	public static Message user(String text) {
		return of(Role.USER, new Content.Text(text));
	}

	/**
	 * Something that the model said.
	 * @param text what it said
	 * @return the message
	 */
	public static Message assistant(String text) {
		return of(Role.ASSISTANT, new Content.Text(text));
	}

	/**
	 * Results of the tools that the model called in the turn before.
	 * @param results one result for each call, in the order of the calls
	 * @return the message
	 */
	public static Message tool(Content.ToolResult... results) {
		return of(Role.TOOL, results);
	}

	/**
	 * Message of any content.
	 * @param role who speaks
	 * @param content what they say, in order
	 * @return the message
	 */
	public static Message of(Role role, Content... content) {
		return new Message(role, List.of(content));
	}

	/**
	 * This message, with a mark to keep everything up to here in the service's cache.
	 * Services that cache by themselves pass over it.
	 * @return the marked message
	 */
	public Message cache() {
		return new Message(this.role, this.content, true);
	}

	/**
	 * All pieces of {@link Content.Text text}, joined without a separator.
	 * @return the text, empty where there is none
	 */
	public String text() {
		if (this.content.size() == 1 && this.content.get(0) instanceof Content.Text text) {
			return text.text();
		}
		return pieces(Content.Text.class).stream().map(Content.Text::text).collect(Collectors.joining());
	}

	/**
	 * Pieces of one kind, in order.
	 * @param kind the kind of content
	 * @param <T> the kind of content
	 * @return the pieces, possibly none
	 */
	public <T extends Content> List<T> pieces(Class<T> kind) {
		List<T> pieces = List.of();
		for (Content piece : this.content) {
			if (kind.isInstance(piece)) {
				pieces = pieces.isEmpty() ? new ArrayList<>(this.content.size()) : pieces;
				pieces.add(kind.cast(piece));
			}
		}
		return Collections.unmodifiableList(pieces);
	}

}
