package io.github.llmspring.wire;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids of the tool calls in one request, in a form that strict services take: letters,
 * digits, {@code _} and {@code -} only, and no id twice.
 * <p>
 * A conversation may have begun with another service, whose ids look different, or with
 * one that gives none, so that each answer counted its calls from 0.
 */
public final class ToolCallIds {

	private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]*");

	private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_-]");

	private final Map<String, String> sent = new HashMap<>();

	private final Set<String> taken = new HashSet<>();

	private final int length;

	/**
	 * Ids of any length.
	 */
	public ToolCallIds() {
		this(0);
	}

	/**
	 * Ids of letters and digits only. One of another form is replaced by one that is made
	 * of it, the same in every request.
	 * @param length how long each has to be, or 0 for ids of any length
	 */
	public ToolCallIds(int length) {
		this.length = length;
	}

	/**
	 * Id to send for the next call of the conversation.
	 * @param id the call's id
	 * @return the id in the strict form
	 */
	public String ofCall(String id) {
		String plain = plain(id);
		String unique = plain;
		for (int count = 2; !this.taken.add(unique); count++) {
			unique = (this.length == 0) ? plain + "_" + count : hashed(id + "_" + count);
		}
		this.sent.put(id, unique);
		return unique;
	}

	/**
	 * Id to send for a result.
	 * @param id the id of the call that is answered
	 * @return the id that was sent for the latest call of that id
	 */
	public String ofResult(String id) {
		String known = this.sent.get(id);
		return (known != null) ? known : plain(id);
	}

	private String plain(String id) {
		if (this.length > 0) {
			return (id.length() == this.length && PLAIN.matcher(id).matches()) ? id : hashed(id);
		}
		return id.isEmpty() ? "call" : FOREIGN.matcher(id).replaceAll("_");
	}

	private String hashed(String id) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < id.length(); i++) {
			hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
		}
		StringBuilder hashed = new StringBuilder(this.length);
		while (hashed.length() < this.length) {
			hashed.append(DIGITS.charAt((int) Long.remainderUnsigned(hash, DIGITS.length())));
			hash = Long.divideUnsigned(hash, DIGITS.length());
		}
		return hashed.toString();
	}

}
