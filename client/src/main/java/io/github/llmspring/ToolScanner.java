package io.github.llmspring;

import java.util.List;

/**
 * Finds the tools that an object offers, such as its annotated methods.
 * <p>
 * Found through {@link java.util.ServiceLoader}, so that a prompt takes objects whose
 * kind it does not know.
 */
public interface ToolScanner {

	/**
	 * Tools of an object.
	 * @param source the object
	 * @return its tools, none where this scanner sees none in it
	 */
	List<ToolDefinition> scan(Object source);

}
