package io.github.llmspring.autoconfigure;

import io.github.llmspring.ToolInvocation;
import io.github.llmspring.tools.ToolApproval;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks every {@link ToolApproval} of the application, until one refuses.
 * <p>
 * The beans are looked up when a call is to be decided, so that an approval may itself
 * ask a model.
 *
 * @param approvals the application's
 */
record ApplicationApproval(ObjectProvider<ToolApproval> approvals) implements ToolApproval {

	@Override
	public Decision decide(ToolInvocation invocation) {
		return this.approvals.orderedStream()
			.map((approval) -> approval.decide(invocation))
			.filter((decision) -> !decision.allowed())
			.findFirst()
			.orElse(Decision.ALLOWED);
	}

}
