package io.github.llmspring.tools;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.ToolDefinition;

/**
 * The contract of a provider, for {@link ToolLoopProvider} with a tool that is offered
 * and not asked for.
 */
class ToolLoopContractTests extends DecoratorContract {

	private static final ToolDefinition TOOL = Tools.function("unused", "Is never asked for", Map.class,
			(arguments) -> "nothing");

	@Override
	protected ChatProvider around(ChatProvider provider) {
		return new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL);
	}

	@Override
	protected ChatRequest outside(ChatRequest request) {
		return request.toBuilder().tools(List.of(TOOL)).build();
	}

	@Override
	protected ChatRequest inside(ChatRequest request) {
		return request.toBuilder().tools(List.of()).build();
	}

}
