package io.github.llmspring.tools;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ToolFunction;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Function that calls a method of an object.
 */
final class MethodFunction implements ToolFunction, ContextNeeds {

	private final ToolMethod tool;

	private final Method method;

	private final Object target;

	MethodFunction(ToolMethod tool, Method method, Object target) {
		this.tool = tool;
		this.method = method;
		this.target = target;
	}

	@Override
	public void check(Map<String, Object> context) {
		for (ToolParameter parameter : this.tool.parameters()) {
			if (parameter instanceof ToolParameter.Context needed && !needed.accepts(context.get(needed.name()))) {
				throw LlmException
					.builder(Reason.INVALID_REQUEST,
							"the tool '" + this.tool.name() + "' needs '" + needed.name() + "' of "
									+ needed.type().getName() + " in its context, which holds "
									+ (context.containsKey(needed.name()) ? "another type" : "none"))
					.advice("Give it with toolContext(\"" + needed.name() + "\", ..) of the prompt.")
					.build();
			}
		}
	}

	@Override
	public ToolOutput call(ToolInvocation invocation) throws Exception {
		Object value = invoke(arguments(invocation));
		return (this.method.getReturnType() == void.class) ? ToolValues.DONE : ToolValues.output(value);
	}

	private @Nullable Object[] arguments(ToolInvocation invocation) throws InvalidJsonException {
		JsonNode given = StrictJson.read(invocation.call().arguments());
		List<ToolParameter> parameters = this.tool.parameters();
		@Nullable Object[] values = new @Nullable Object[parameters.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = parameters.get(i).value(given, invocation);
		}
		return values;
	}

	private @Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
		try {
			return this.method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof Error error) {
				throw error;
			}
			throw (Exception) ex.getTargetException();
		}
	}

}
