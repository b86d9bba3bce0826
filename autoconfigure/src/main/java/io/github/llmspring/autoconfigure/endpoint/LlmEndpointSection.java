package io.github.llmspring.autoconfigure.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Something that the endpoint tells beside what it knows itself. Values are plain: texts,
 * numbers, truths, lists and maps, none of them secret.
 */
public interface LlmEndpointSection {

	/**
	 * Name of the value in what the endpoint tells.
	 * @return the name
	 */
	String name();

	/**
	 * What is told of everything.
	 * @return the value, or {@code null} where there is nothing to tell
	 */
	@Nullable Object whole();

	/**
	 * What is told of one provider.
	 * @param provider the provider's id
	 * @return the value, or {@code null} where there is nothing to tell
	 */
	default @Nullable Object of(String provider) {
		return null;
	}

}
