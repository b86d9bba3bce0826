package io.github.llmspring.routing;

import java.util.List;

/**
 * A way to choose.
 */
@FunctionalInterface
interface Preference {

	/**
	 * Puts options in the order in which to try them.
	 * @param options the options as listed
	 * @param streaming whether the answer is wanted in pieces
	 * @return the options, best first
	 */
	List<Option> rank(List<Option> options, boolean streaming);

}
