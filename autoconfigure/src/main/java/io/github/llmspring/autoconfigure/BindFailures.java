package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.llmspring.routing.Alternatives;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Takes over from Spring Boot the explanation of values that cannot be bound, wherever
 * the value could be a secret.
 */
final class BindFailures {

	private final ConfigurationOrigins origins;

	BindFailures(ConfigurationOrigins origins) {
		this.origins = origins;
	}

	<T> T translated(Supplier<T> binding) {
		try {
			return binding.get();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException left) {
				throw leftOver(ex, left.getUnboundProperties().iterator().next());
			}
			if (isHarmless(ex.getTarget().getType().resolve())) {
				throw ex;
			}
			String name = ex.getName().toString();
			throw this.origins.invalid(name, null, "It has a value, but it is a group of properties.",
					"Set the properties below '" + name + "'.");
		}
	}

	/**
	 * Something of an element of a list that nothing is made of: elements before it are
	 * missing, or an element has no such property.
	 */
	private static InvalidLlmConfigurationException leftOver(BindException list, ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		List<String> known = known(list.getTarget());
		String word = name.getLastElement(ConfigurationPropertyName.Form.DASHED);
		boolean missing = name.isLastElementIndexed() || known.contains(word);
		return new InvalidLlmConfigurationException(name.toString(), null, property.getOrigin(),
				missing ? "An element before it is missing, and lists have no gaps."
						: "Elements of this list have no such property.",
				missing ? "Number the elements of '" + list.getName() + "' from 0 on."
						: Alternatives.of(known).sentence(word));
	}

	private static List<String> known(Bindable<?> list) {
		Class<?> element = list.getType().asCollection().resolveGeneric();
		return (element != null && element.getPackage() == LlmProperties.class.getPackage())
				? new PropertyNames(element).own() : List.of();
	}

	/**
	 * Whether what stands in the place of such a value may be shown.
	 */
	private static boolean isHarmless(@Nullable Class<?> type) {
		return type != null && (type == Duration.class || type == DataSize.class || type.isEnum()
				|| ClassUtils.isPrimitiveOrWrapper(type));
	}

}
