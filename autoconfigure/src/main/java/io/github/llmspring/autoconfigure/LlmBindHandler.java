package io.github.llmspring.autoconfigure;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;

/**
 * Binds properties under {@code llm} as they look in YAML: an entry with nothing in it is
 * a provider of which nothing but the id is said, or a group with nothing set, a blank
 * number or switch is one that is not set, and a secret is a single value.
 */
class LlmBindHandler extends AbstractBindHandler {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("llm");

	LlmBindHandler(BindHandler parent) {
		super(parent);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		Bindable<T> wanted = super.onStart(name, target, context);
		return (wanted != null && wanted.getType().resolve() == Secret.class)
				? wanted.withBindMethod(BindMethod.JAVA_BEAN) : wanted;
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (ROOT.isAncestorOf(name) && isBlank(name, context, error)) {
			return (target.getValue() != null) ? target.getValue().get() : null;
		}
		return super.onFailure(name, target, context, error);
	}

	/**
	 * Whether a value could not be bound because it is blank, which no group and no
	 * primitive type can be.
	 */
	private static boolean isBlank(ConfigurationPropertyName name, BindContext context, Exception error) {
		return (error instanceof ConverterNotFoundException && isEmpty(name, context))
				|| (error instanceof ConversionFailedException failed && failed.getValue() == null);
	}

	private static boolean isEmpty(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property.getValue().toString().isBlank();
			}
		}
		return false;
	}

}
