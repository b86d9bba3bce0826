package io.github.llmspring.wire.bedrock;

import io.github.llmspring.ReasoningControl;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.ReasoningScale;

/**
 * How many tokens a model may think, within the limit of the answer: thinking counts as
 * part of it.
 */
final class ThinkingBudget {

	private static final int LEAST = 1024;

	private static final int ROOM_FOR_THE_ANSWER = 4096;

	private ThinkingBudget() {
	}

	/**
	 * The options with a number of tokens that fits, where thinking is asked for.
	 * @param portable the options
	 * @param most the most for a degree of thinking where the answer has no limit
	 * @return the options to send
	 */
	static PortableOptions fit(PortableOptions portable, int most) {
		ReasoningControl control = portable.accepted().reasoning();
		if (control == null || !ReasoningScale.isOn(control)) {
			return portable;
		}
		Integer limit = portable.accepted().maxOutputTokens();
		if (limit != null && limit <= LEAST) {
			return portable.without("reasoning", "it needs more than " + LEAST + " output tokens");
		}
		int asked = Math.max(LEAST, ReasoningScale.tokens(control));
		int wanted = (control.tokens() == null && limit == null) ? Math.min(asked, most) : asked;
		int budget = (limit != null) ? Math.min(wanted, Math.max(LEAST, limit - ROOM_FOR_THE_ANSWER)) : wanted;
		PortableOptions told = (control.tokens() == null || budget == wanted) ? portable
				: portable.weakened(
						"The budget of " + wanted + " tokens to think was lowered to " + budget
								+ ": it has to fit into the limit of output tokens.",
						"the budget of " + wanted + " tokens to think does not fit into the limit of output tokens");
		return new PortableOptions(told.accepted().toBuilder().reasoning(ReasoningControl.ofTokens(budget)).build(),
				told.warnings());
	}

}
