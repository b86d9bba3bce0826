package io.github.llmspring.autoconfigure;

import io.github.llmspring.tools.ToolLoopSettings;

/**
 * Bounds of running tools, checked to be more than nothing.
 *
 * @param origins tells where a wrong one was configured
 * @param properties the properties of tools
 */
record ToolBounds(ConfigurationOrigins origins, ToolsProperties properties) {

	private static final String PREFIX = "llm.tools.";

	ToolLoopSettings settings() {
		ToolsProperties tools = this.properties;
		PositiveValues values = new PositiveValues(this.origins, PREFIX);
		return ToolLoopSettings.builder()
			.maxTurns(values.number("max-turns", tools.getMaxTurns()))
			.maxCalls(values.number("max-calls", tools.getMaxCalls()))
			.maxCallsPerTurn(values.number("max-calls-per-turn", tools.getMaxCallsPerTurn()))
			.maxArguments(values.number("max-arguments", tools.getMaxArguments()))
			.parallel(values.number("parallel", tools.getParallel()))
			.callTimeout(values.time("timeout.call", tools.getTimeout().getCall()))
			.total(values.time("timeout.total", tools.getTimeout().getTotal()))
			.build();
	}

}
