package io.github.llmspring.tools;

import io.github.llmspring.ToolFunction;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;

/**
 * Calls tools: for whoever wants to do something before and after each call. It is called
 * on the tool's thread.
 */
@FunctionalInterface
public interface ToolCaller {

	/**
	 * Calls tools and does nothing else.
	 */
	ToolCaller PLAIN = ToolFunction::call;

	/**
	 * Calls a tool.
	 * @param function what the tool does
	 * @param invocation the call, which was approved
	 * @return what it answers
	 * @throws Exception if the call fails
	 */
	ToolOutput call(ToolFunction function, ToolInvocation invocation) throws Exception;

}
