package io.github.llmspring.tools;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.SchemaProperty;
import io.github.llmspring.schema.StrictJson;
import io.github.llmspring.schema.TypeSchemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
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
	 * Parameters of a method as a class declares it, with the annotations of those that
	 * they override.
	 */
	static List<ToolParameter> allOf(Method method, Class<?> type) {
		return Arrays.stream(new AnnotatedMethod(method).getMethodParameters())
			.map((parameter) -> of(parameter, method, type))
			.toList();
	}

	private static ToolParameter of(MethodParameter parameter, Method method, Class<?> type) {
		if (parameter.getParameterType() == ToolInvocation.class) {
			return new Invocation();
		}
		Type declared = GenericTypeResolver.resolveType(parameter.getGenericParameterType(), type);
		boolean nullable = Nullness.forMethodParameter(parameter) == Nullness.NULLABLE;
		ToolContext context = parameter.getParameterAnnotation(ToolContext.class);
		if (context != null) {
			return context(context.value().isEmpty() ? name(parameter, method) : context.value(),
					ResolvableType.forType(declared), nullable);
		}
		ToolParam note = parameter.getParameterAnnotation(ToolParam.class);
		String description = (note != null && !note.description().isEmpty()) ? note.description() : null;
		boolean required = !nullable && !TypeSchemas.isOptional(parameter.getParameterType())
				&& (note == null || note.required());
		return new Argument(new SchemaProperty(name(parameter, method), declared, description, required));
	}

	private static Context context(String name, ResolvableType declared, boolean nullable) {
		boolean optional = declared.resolve() == Optional.class;
		Class<?> type = (optional ? declared.getGeneric() : declared).resolve(Object.class);
		return new Context(name, type, optional, !optional && !nullable);
	}

	private static String name(MethodParameter parameter, Method method) {
		JsonProperty property = parameter.getParameterAnnotation(JsonProperty.class);
		if (property != null && !property.value().isEmpty()) {
			return property.value();
		}
		@Nullable String @Nullable [] names = DefaultParameterNameDiscoverer.getSharedInstance().getParameterNames(method);
		String name = (names != null) ? names[parameter.getParameterIndex()] : null;
		if (name == null) {
			throw new IllegalArgumentException("The names of the parameters of " + method
					+ " are unknown: compile with -parameters, or name each with @JsonProperty");
		}
		return name;
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
	record Context(String name, Class<?> type, boolean optional, boolean required) implements ToolParameter {

		@Override
		public @Nullable Object value(JsonNode arguments, ToolInvocation invocation) {
			Object value = invocation.context().get(this.name);
			return this.optional ? Optional.ofNullable(value) : value;
		}

		boolean accepts(@Nullable Object value) {
			return (value != null) ? ClassUtils.isAssignableValue(this.type, value) : !this.required;
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
