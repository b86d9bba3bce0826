package io.github.llmspring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Where properties were configured.
 */
final class ConfigurationOrigins {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("llm");

	private final Iterable<ConfigurationPropertySource> sources;

	private ConfigurationOrigins(Iterable<ConfigurationPropertySource> sources) {
		this.sources = sources;
	}

	static ConfigurationOrigins of(Environment environment) {
		return new ConfigurationOrigins(ConfigurationPropertySources.get(environment));
	}

	/**
	 * Where a property or, if it has no value itself, the first one below it was
	 * configured.
	 * @param name the property's name in any form
	 * @return the origin, or {@code null} where it is not known
	 */
	@Nullable Origin of(String name) {
		ConfigurationPropertyName wanted = ConfigurationPropertyName.adapt(name, '.');
		return stream(this.sources).map((source) -> source.getConfigurationProperty(wanted))
			.filter(Objects::nonNull)
			.findFirst()
			.or(() -> all().filter((property) -> wanted.isAncestorOf(property.getName())).findFirst())
			.map(ConfigurationProperty::getOrigin)
			.orElse(null);
	}

	/**
	 * Exception about a property.
	 * @param name the property's name
	 * @param value the value, or {@code null} where it must not be shown
	 * @param problem what is wrong with it, in a sentence
	 * @param action how to mend it, in sentences
	 * @return the exception
	 */
	InvalidLlmConfigurationException invalid(String name, @Nullable String value, String problem, String action) {
		return new InvalidLlmConfigurationException(name, value, of(name), problem, action);
	}

	/**
	 * Properties under {@code llm} from everywhere, those that count first.
	 * @return the properties
	 */
	Stream<ConfigurationProperty> all() {
		return in(stream(this.sources));
	}

	/**
	 * Properties under {@code llm} that somebody wrote for this application; variables of
	 * the environment may be there for another.
	 * @return the properties
	 */
	List<ConfigurationProperty> deliberate() {
		UnboundElementsSourceFilter deliberate = new UnboundElementsSourceFilter();
		return in(stream(this.sources).filter(deliberate::apply)).toList();
	}

	/**
	 * Names of the environment variables that begin with a text.
	 * @param prefix the text
	 * @return the names
	 */
	List<String> variables(String prefix) {
		return stream(this.sources).map(ConfigurationPropertySource::getUnderlyingSource)
			.filter(SystemEnvironmentPropertySource.class::isInstance)
			.flatMap((source) -> Arrays.stream(((SystemEnvironmentPropertySource) source).getPropertyNames()))
			.filter((name) -> name.startsWith(prefix))
			.sorted()
			.toList();
	}

	private static Stream<ConfigurationProperty> in(Stream<ConfigurationPropertySource> sources) {
		return sources.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream()
				.filter((name) -> ROOT.equals(name) || ROOT.isAncestorOf(name))
				.map(source::getConfigurationProperty))
			.filter(Objects::nonNull);
	}

	private static Stream<ConfigurationPropertySource> stream(Iterable<ConfigurationPropertySource> sources) {
		return StreamSupport.stream(sources.spliterator(), false);
	}

}
