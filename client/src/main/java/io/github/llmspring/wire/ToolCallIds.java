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

	private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_-]");

	private final Map<String, String> sent = new HashMap<>();

	private final Set<String> taken = new HashSet<>();

	/**
	 * Id to send for the next call of the conversation.
	 * @param id the call's id
	 * @return the id in the strict form
	 */
	public String ofCall(String id) {
		String plain = plain(id);
		String unique = plain;
		for (int count = 2; !this.taken.add(unique); count++) {
			unique = plain + "_" + count;
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

	private static String plain(String id) {
		return id.isEmpty() ? "call" : FOREIGN.matcher(id).replaceAll("_");
	}

}
