package io.github.llmspring.tools;

import java.util.Map;

import io.github.llmspring.LlmException;

/**
 * A function that cannot run without values of the application's context.
 */
interface ContextNeeds {

	/**
	 * Checks that the context holds what is needed.
	 * @param context the context of a request
	 * @throws LlmException with reason {@code INVALID_REQUEST} if it does not
	 */
	void check(Map<String, Object> context);

}
