package io.github.llmspring.tools;

import java.util.Objects;
import java.util.function.BiFunction;

import io.github.llmspring.ToolFunction;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.schema.StrictJson;

/**
 * Function whose arguments are the properties of one type.
 */
final class TypedFunction<I> implements ToolFunction {

	private final Class<I> input;

	private final BiFunction<? super I, ToolInvocation, ?> function;

	TypedFunction(Class<I> input, BiFunction<? super I, ToolInvocation, ?> function) {
		this.input = input;
		this.function = function;
	}

	@Override
	public ToolOutput call(ToolInvocation invocation) throws Exception {
		Object arguments = StrictJson.bind(StrictJson.read(invocation.call().arguments()), this.input);
		return ToolValues.output(this.function.apply(this.input.cast(Objects.requireNonNull(arguments)), invocation));
	}

}
