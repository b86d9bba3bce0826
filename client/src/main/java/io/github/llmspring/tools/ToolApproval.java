package io.github.llmspring.tools;

import io.github.llmspring.ToolInvocation;

/**
 * Decides whether a call of a tool may run.
 * <p>
 * Asked after the arguments were checked, on the thread of the tool, so it may wait; its
 * time counts as the tool's. A refusal goes to the model as the call's result. Where a
 * person has to decide and that takes longer than a request, give the model a
 * {@link io.github.llmspring.ToolDefinition} without a function instead: its calls come
 * back to the caller.
 */
@FunctionalInterface
public interface ToolApproval {

	/**
	 * Every call may run.
	 */
	ToolApproval ALL = (invocation) -> Decision.ALLOWED;

	/**
	 * Decides about a call; an exception refuses it.
	 * @param invocation the call, its arguments checked against the tool's schema
	 * @return the decision
	 */
	Decision decide(ToolInvocation invocation);

	/**
	 * Whether a call may run.
	 *
	 * @param allowed whether it may
	 * @param reason why not, written for the model; empty where it may
	 */
	record Decision(boolean allowed, String reason) {

		/**
		 * The call may run.
		 */
		public static final Decision ALLOWED = new Decision(true, "");

		/**
		 * The call must not run.
		 * @param reason why not, written for the model
		 * @return the decision
		 */
		public static Decision refused(String reason) {
			return new Decision(false, reason);
		}

	}

}
