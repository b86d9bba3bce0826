package io.github.llmspring.tools;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.schema.SchemaProperty;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A method with {@link Tool}, as its class declares it.
 *
 * @param method the method
 * @param name the tool's name
 * @param description what it does
 * @param parameters where the values of its parameters come from
 * @param inputSchema the schema of the arguments
 */
record ToolMethod(Method method, String name, String description, List<ToolParameter> parameters, String inputSchema) {

	/**
	 * Methods of a class, its superclasses and interfaces, in an order that does not
	 * change: services cache the beginning of a request, tools included.
	 */
	static List<ToolMethod> allOf(Class<?> type) {
		List<ToolMethod> methods = annotated(type).entrySet()
			.stream()
			.map((entry) -> of(entry.getKey(), type, entry.getValue()))
			.sorted(Comparator.comparing(ToolMethod::name))
			.toList();
		Set<String> names = new HashSet<>();
		for (ToolMethod method : methods) {
			if (!names.add(method.name())) {
				throw new IllegalArgumentException("Two tools of " + type.getName() + " are called '" + method.name()
						+ "': name one of them with @Tool(name = ..)");
			}
		}
		return methods;
	}

	/**
	 * Methods of a class, its superclasses and interfaces, with what their annotation
	 * says.
	 */
	static Map<Method, Tool> annotated(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.findMergedAnnotation(method, Tool.class));
	}

	private static ToolMethod of(Method method, Class<?> type, Tool annotation) {
		String name = ToolNames.check(annotation.name().isEmpty() ? method.getName() : annotation.name());
		List<ToolParameter> parameters = ToolParameter.allOf(method, type);
		List<SchemaProperty> properties = parameters.stream()
			.filter(ToolParameter.Argument.class::isInstance)
			.map((parameter) -> ((ToolParameter.Argument) parameter).property())
			.toList();
		return new ToolMethod(method, name, annotation.description(), parameters,
				ToolParamNotes.SCHEMAS.ofObject(properties));
	}

}
