package io.github.llmspring.aimock;

import java.nio.file.Path;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link Aimock} of a test run, and skips them where the program is
 * not installed.
 */
final class AimockExtension implements ExecutionCondition, ParameterResolver {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		Path program = Aimock.program();
		return (program != null) ? ConditionEvaluationResult.enabled(program.toString())
				: ConditionEvaluationResult.disabled("aimock is not installed: see CONTRIBUTING.md");
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Aimock.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(Aimock.class))
			.computeIfAbsent(Aimock.class, (key) -> start(), Aimock.class);
	}

	private static Aimock start() {
		try {
			return Aimock.start();
		}
		catch (Exception ex) {
			throw new ParameterResolutionException("aimock cannot be started", ex);
		}
	}

}
