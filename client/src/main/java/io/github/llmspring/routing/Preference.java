package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatRequest;

/**
 * A way to choose.
 */
@FunctionalInterface
interface Preference {

	/**
	 * Puts options in the order in which to try them.
	 * @param options the options as listed
	 * @param request what is to be asked
	 * @return the options, best first
	 */
	List<Option> rank(List<Option> options, ChatRequest request);

}
