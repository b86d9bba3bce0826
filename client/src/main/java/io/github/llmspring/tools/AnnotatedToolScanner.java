package io.github.llmspring.tools;

import java.lang.reflect.Method;
import java.util.List;

import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolScanner;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods of an object that are annotated with {@link Tool}.
 */
public final class AnnotatedToolScanner implements ToolScanner {

	private static final ClassValue<List<ToolMethod>> METHODS = new ClassValue<>() {

		@Override
		protected List<ToolMethod> computeValue(Class<?> type) {
			return ToolMethod.allOf(type);
		}

	};

	@Override
	public List<ToolDefinition> scan(Object source) {
		Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(source));
		return METHODS.get(type).stream().map((method) -> definition(method, source)).toList();
	}

	private static ToolDefinition definition(ToolMethod tool, Object target) {
		Method method = AopUtils.selectInvocableMethod(tool.method(), target.getClass());
		ReflectionUtils.makeAccessible(method);
		return new ToolDefinition(tool.name(), tool.description(), tool.inputSchema(),
				new MethodFunction(tool, method, target));
	}

}
