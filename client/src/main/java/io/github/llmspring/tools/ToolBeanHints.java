package io.github.llmspring.tools;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Keeps in a native image what calls of a bean's tools need: the methods, those of
 * interfaces that a proxy is called by, and the types that JSON is read into and written
 * from.
 */
final class ToolBeanHints implements BeanRegistrationAotProcessor {

	private static final BindingReflectionHintsRegistrar BINDING = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		Set<Method> methods = ToolMethod.annotated(type).keySet();
		return methods.isEmpty() ? null : (generation, code) -> methods
			.forEach((method) -> register(generation.getRuntimeHints().reflection(), method, type));
	}

	private static void register(ReflectionHints hints, Method method, Class<?> type) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			MethodIntrospector
				.selectMethods(implemented,
						(Method candidate) -> candidate.getName().equals(method.getName())
								&& candidate.getParameterCount() == method.getParameterCount())
				.forEach((same) -> hints.registerMethod(same, ExecutableMode.INVOKE));
		}
		ToolParameter.allOf(method, type)
			.stream()
			.filter(ToolParameter.Argument.class::isInstance)
			.map((parameter) -> ((ToolParameter.Argument) parameter).property().type())
			.forEach((argument) -> BINDING.registerReflectionHints(hints, argument));
		BINDING.registerReflectionHints(hints, answer(ResolvableType.forMethodReturnType(method, type)));
	}

	/**
	 * Type that is written as JSON, which for a reactive value is that of its content.
	 */
	private static Type answer(ResolvableType returned) {
		boolean reactive = ReactiveAdapterRegistry.getSharedInstance()
			.getAdapter(returned.resolve(Object.class)) != null;
		return (reactive ? returned.getGeneric() : returned).getType();
	}

}
