package io.github.llmspring.autoconfigure;

import java.nio.file.Files;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The environment of an application as it is now, under what was changed by code. The
 * application's own stays as it is.
 */
final class ChangedEnvironment extends AbstractEnvironment {

	/**
	 * Name that is told as the origin of what code has changed.
	 */
	static final String LAID = "change at run time";

	ChangedEnvironment(ConfigurableEnvironment application, Map<String, Object> laid) {
		if (!laid.isEmpty()) {
			getPropertySources().addLast(new MapPropertySource(LAID, laid));
		}
		for (PropertySource<?> source : application.getPropertySources()) {
			if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				getPropertySources().addLast(asItIsNow(source));
			}
		}
		ConfigurationPropertySources.attach(this);
	}

	/**
	 * A tree of files remembers what it has read.
	 */
	private static PropertySource<?> asItIsNow(PropertySource<?> source) {
		return (source instanceof ConfigTreePropertySource tree && Files.isDirectory(tree.getSource()))
				? new ConfigTreePropertySource(tree.getName(), tree.getSource(), Option.AUTO_TRIM_TRAILING_NEW_LINE)
				: source;
	}

}
