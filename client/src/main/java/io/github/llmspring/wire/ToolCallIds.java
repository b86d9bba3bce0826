package io.github.llmspring.wire;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Ids of the tool calls in one request, in a form that the service takes, and no id
 * twice.
 * <p>
 * A conversation may have begun with another service, whose ids look different or are
 * longer, or with one that gives none, so that each answer counted its calls from 0.
 */
public final class ToolCallIds {

	private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]*");

	private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_-]");

	private final @Nullable Pattern foreign;

	private final int longest;

	/**
	 * Ids of the calls that still wait for their result, by the id that the conversation
	 * knows them by.
	 */
	private final Map<String, Queue<String>> waiting = new HashMap<>(0);

	private final Map<String, String> answered = new HashMap<>();

	private final Set<String> taken = new HashSet<>();

	private final boolean exact;

	private ToolCallIds(@Nullable Pattern foreign, int longest, boolean exact) {
		this.foreign = foreign;
		this.longest = longest;
		this.exact = exact;
	}

	/**
	 * Ids in the form that strict services take: letters, digits, {@code _} and
	 * {@code -}, no more than 64.
	 */
	public ToolCallIds() {
		this(FOREIGN, 64, false);
	}

	/**
	 * Ids of any characters.
	 * @param longest the most characters
	 * @return the ids of a request
	 */
	public static ToolCallIds upTo(int longest) {
		return new ToolCallIds(null, longest, false);
	}

	/**
	 * Ids of letters and digits only. One of another form is replaced by one that is made
	 * of it, the same in every request.
	 * @param length how many characters each has to have
	 * @return the ids of a request
	 */
	public static ToolCallIds ofLength(int length) {
		return new ToolCallIds(PLAIN, length, true);
	}

	/**
	 * Id to send for the next call of the conversation.
	 * @param id the call's id
	 * @return the id as the service takes it
	 */
	public String ofCall(String id) {
		String plain = plain(id);
		String unique = plain;
		for (int count = 2; !this.taken.add(unique); count++) {
			String suffix = "_" + count;
			unique = this.exact ? hashed(id + suffix) : end(plain, this.longest - suffix.length()) + suffix;
		}
		this.waiting.computeIfAbsent(id, (key) -> new ArrayDeque<>(1)).add(unique);
		return unique;
	}

	/**
	 * Id to send for a result.
	 * @param id the id of the call that is answered
	 * @return the id that was sent for the first call of that id that has no result yet
	 */
	public String ofResult(String id) {
		Queue<String> calls = this.waiting.get(id);
		String next = (calls != null) ? calls.poll() : null;
		if (next != null) {
			this.answered.put(id, next);
			return next;
		}
		String known = this.answered.get(id);
		return (known != null) ? known : plain(id);
	}

	private String plain(String id) {
		if (this.exact) {
			return (id.length() == this.longest && PLAIN.matcher(id).matches()) ? id : hashed(id);
		}
		String known = (this.foreign != null) ? this.foreign.matcher(id).replaceAll("_") : id;
		return known.isEmpty() ? "call" : end(known, this.longest);
	}

	/**
	 * The end of an id tells calls apart: what ids have in common stands at the
	 * beginning.
	 */
	private static String end(String id, int longest) {
		return (id.length() > longest) ? id.substring(id.length() - longest) : id;
	}

	private String hashed(String id) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < id.length(); i++) {
			hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
		}
		StringBuilder hashed = new StringBuilder(this.longest);
		while (hashed.length() < this.longest) {
			hashed.append(DIGITS.charAt((int) Long.remainderUnsigned(hash, DIGITS.length())));
			hash = Long.divideUnsigned(hash, DIGITS.length());
		}
		return hashed.toString();
	}

}
