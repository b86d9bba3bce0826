package io.github.llmspring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains {@link InvalidLlmConfigurationException} when the application does not start.
 */
final class InvalidLlmConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidLlmConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidLlmConfigurationException cause) {
		StringBuilder description = new StringBuilder("The configuration of language models is not valid:\n");
		description.append("\n    Property: ").append(cause.property());
		if (cause.value() != null) {
			description.append("\n    Value: \"").append(cause.value()).append('"');
		}
		if (cause.origin() != null) {
			description.append("\n    Origin: ").append(cause.origin());
		}
		description.append("\n    Reason: ").append(cause.problem());
		return new FailureAnalysis(description.toString(), cause.action(), cause);
	}

}
