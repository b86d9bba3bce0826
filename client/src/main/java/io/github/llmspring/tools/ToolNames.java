package io.github.llmspring.tools;

import java.util.regex.Pattern;

/**
 * Names that all services accept.
 */
final class ToolNames {

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

	private ToolNames() {
	}

	static String check(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("A tool cannot be called '" + name
					+ "': services accept a letter or _, then letters, digits, _ and -, 64 in all");
		}
		return name;
	}

}
