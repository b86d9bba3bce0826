package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.tools.ToolLoopSettings;

/**
 * Bounds of running tools, checked to be more than nothing.
 *
 * @param origins tells where a wrong one was configured
 * @param properties the properties of tools
 */
record ToolBounds(ConfigurationOrigins origins, LlmProperties.Tools properties) {

	private static final String PREFIX = "llm.tools.";

	ToolLoopSettings settings() {
		LlmProperties.Tools tools = this.properties;
		return ToolLoopSettings.builder()
			.maxTurns(positive("max-turns", tools.getMaxTurns()))
			.maxCalls(positive("max-calls", tools.getMaxCalls()))
			.maxCallsPerTurn(positive("max-calls-per-turn", tools.getMaxCallsPerTurn()))
			.maxArguments(positive("max-arguments", tools.getMaxArguments()))
			.parallel(positive("parallel", tools.getParallel()))
			.callTimeout(positive("timeout.call", tools.getTimeout().getCall()))
			.total(positive("timeout.total", tools.getTimeout().getTotal()))
			.build();
	}

	private int positive(String property, int value) {
		if (value <= 0) {
			throw this.origins.invalid(PREFIX + property, String.valueOf(value), "It is not above 0.",
					"Set it to a whole number above 0.");
		}
		return value;
	}

	private Duration positive(String property, Duration value) {
		if (value.toMillis() <= 0 || value.toMillis() > Integer.MAX_VALUE) {
			throw this.origins.invalid(PREFIX + property, value.toString(),
					"It is not between 1 millisecond and 24 days.", "Set it to a time such as 30s or 10m.");
		}
		return value;
	}

}
