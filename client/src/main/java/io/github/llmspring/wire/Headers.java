package io.github.llmspring.wire;

import org.jspecify.annotations.Nullable;

/**
 * The headers of an answer, looked up without regard to case.
 */
@FunctionalInterface
public interface Headers {

	/**
	 * Headers of which there are none.
	 */
	Headers NONE = (name) -> null;

	/**
	 * First value of a header.
	 * @param name the header's name
	 * @return the value, or {@code null} where the header is absent
	 */
	@Nullable String first(String name);

}
