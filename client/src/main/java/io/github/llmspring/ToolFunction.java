package io.github.llmspring;

/**
 * What a tool does when a model calls it.
 */
@FunctionalInterface
public interface ToolFunction {

	/**
	 * Answers a call. Runs on a thread that may block.
	 * @param invocation the call, its arguments checked against the tool's schema
	 * @return the answer for the model
	 * @throws Exception if the call fails; the message goes to the model
	 */
	ToolOutput call(ToolInvocation invocation) throws Exception;

}
