package io.github.llmspring.routing;

import org.jspecify.annotations.Nullable;

/**
 * Why a provider cannot be asked, whatever its service does.
 */
public enum Hindrance {

	/**
	 * It needs a key and has none.
	 */
	NO_KEY("no api key"),

	/**
	 * It has a key that cannot be got at.
	 */
	UNREADABLE_KEY("the api key cannot be read"),

	/**
	 * It has no key, and the library for the credentials of its cloud is not there.
	 */
	NO_LIBRARY("no api key, and no library for its credentials"),

	/**
	 * A budget that is its own is spent.
	 */
	BUDGET_SPENT("its budget is spent");

	private final String words;

	Hindrance(String words) {
		this.words = words;
	}

	/**
	 * What it is, for people.
	 * @return such as {@code no api key}
	 */
	public String words() {
		return this.words;
	}

	/**
	 * Knows whether a provider can be asked.
	 */
	@FunctionalInterface
	public interface Check {

		/**
		 * Looks whether it can be asked now, which takes no time.
		 * @return why it cannot, {@code null} where it can
		 */
		@Nullable Hindrance now();

	}

}
