package io.github.llmspring.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
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
