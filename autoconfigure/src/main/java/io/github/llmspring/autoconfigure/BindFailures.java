package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.github.llmspring.routing.Alternatives;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Takes over from Spring Boot the explanation of values that cannot be bound: it says
 * what can stand in their place, and shows nothing that could be a secret.
 */
final class BindFailures {

	private final ConfigurationOrigins origins;

	private final PropertyTexts texts;

	BindFailures(ConfigurationOrigins origins, PropertyTexts texts) {
		this.origins = origins;
		this.texts = texts;
	}

	<T> T translated(Supplier<T> binding) {
		try {
			return binding.get();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException left) {
				throw leftOver(ex, left.getUnboundProperties().iterator().next());
			}
			throw explained(ex);
		}
	}

	private InvalidLlmConfigurationException explained(BindException failure) {
		String name = failure.getName().toString();
		ConversionFailedException conversion = conversion(failure);
		ValueKind kind = (conversion != null) ? ValueKind.of(conversion.getTargetType().getType()) : null;
		if (conversion == null || kind == null) {
			GroupValue group = new GroupValue(failure.getName());
			return this.origins.invalid(name, null, group.problem(), group.action());
		}
		String value = String.valueOf(conversion.getValue());
		this.texts.text(name, value);
		return this.origins.invalid(name, value, kind.problem(), kind.action(value));
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
	 * The innermost conversion that failed: of a list that of one of its values.
	 */
	private static @Nullable ConversionFailedException conversion(Throwable failure) {
		ConversionFailedException innermost = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConversionFailedException conversion) {
				innermost = conversion;
			}
		}
		return innermost;
	}

}
