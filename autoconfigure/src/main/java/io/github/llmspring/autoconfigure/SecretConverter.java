package io.github.llmspring.autoconfigure;

import io.github.llmspring.Secret;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * Takes any value as a secret, so that no conversion can fail and show it.
 */
@ConfigurationPropertiesBinding
final class SecretConverter implements Converter<Object, Secret> {

	@Override
	public Secret convert(Object value) {
		return Secret.of(value.toString());
	}

}
