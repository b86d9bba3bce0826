package io.github.llmspring.tools;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.SchemaProperty;
import io.github.llmspring.schema.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Where the value of a parameter of a tool's method comes from.
 */
sealed interface ToolParameter {

	/**
	 * Value for a call.
	 * @param arguments what the model gave
	 * @param invocation the call
	 * @return the value
	 * @throws InvalidJsonException if what the model gave does not fit
	 */
	@Nullable Object value(JsonNode arguments, ToolInvocation invocation) throws InvalidJsonException;

	/**
	 * Parameters of a method as a class declares it.
	 */
	static List<ToolParameter> allOf(Method method, Class<?> type) {
		return IntStream.range(0, method.getParameterCount()).mapToObj((index) -> of(method, index, type)).toList();
	}

	private static ToolParameter of(Method method, int index, Class<?> type) {
		Parameter parameter = method.getParameters()[index];
		if (parameter.getType() == ToolInvocation.class) {
			return new Invocation();
		}
		Type declared = GenericTypeResolver.resolveType(parameter.getParameterizedType(), type);
		boolean optional = parameter.getType() == Optional.class
				|| Nullness.forParameter(parameter) == Nullness.NULLABLE;
		ToolContext context = parameter.getAnnotation(ToolContext.class);
		if (context != null) {
			String name = context.value().isEmpty() ? name(method, index) : context.value();
			return new Context(name, GenericTypeResolver
				.resolveParameterType(new org.springframework.core.MethodParameter(method, index), type), !optional);
		}
		ToolParam note = parameter.getAnnotation(ToolParam.class);
		String description = (note != null && !note.description().isEmpty()) ? note.description() : null;
		boolean required = !optional && (note == null || note.required());
		return new Argument(new SchemaProperty(name(method, index), declared, description, required));
	}

	private static String name(Method method, int index) {
		JsonProperty property = method.getParameters()[index].getAnnotation(JsonProperty.class);
		if (property != null && !property.value().isEmpty()) {
			return property.value();
		}
		String[] names = DefaultParameterNameDiscoverer.getSharedInstance().getParameterNames(method);
		if (names == null) {
			throw new IllegalArgumentException("The names of the parameters of " + method
					+ " are unknown: compile with -parameters, or name each with @JsonProperty");
		}
		return names[index];
	}

	/**
	 * Argument that the model gives.
	 */
	record Argument(SchemaProperty property) implements ToolParameter {

		@Override
		public @Nullable Object value(JsonNode arguments, ToolInvocation invocation) throws InvalidJsonException {
			JsonNode given = arguments.get(this.property.name());
			return StrictJson.bind((given != null) ? given : NullNode.getInstance(), this.property.type());
		}

	}

	/**
	 * Value that the application gives.
	 */
	record Context(String name, Class<?> type, boolean required) implements ToolParameter {

		@Override
		public @Nullable Object value(JsonNode arguments, ToolInvocation invocation) {
			Object value = invocation.context().get(this.name);
			return (this.type == Optional.class) ? Optional.ofNullable(value) : value;
		}

		boolean accepts(@Nullable Object value) {
			return (value != null) ? this.type == Optional.class || ClassUtils.isAssignableValue(this.type, value)
					: !this.required;
		}

	}

	/**
	 * The call itself.
	 */
	record Invocation() implements ToolParameter {

		@Override
		public Object value(JsonNode arguments, ToolInvocation invocation) {
			return invocation;
		}

	}

}
