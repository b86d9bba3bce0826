package io.github.llmspring.autoconfigure;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.routing.Route;
import io.github.llmspring.simulated.SimulatedChatProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Reads and checks everything under {@code llm} in an environment.
 */
final class ConfigurationReader {

	private static final Log logger = LogFactory.getLog(ConfigurationReader.class);

	private static final Environment NO_KEYS = new AbstractEnvironment() {
	};

	private final Environment environment;

	private final ConfigurationOrigins origins;

	private final PropertyTexts texts;

	ConfigurationReader(Environment environment) {
		this.environment = environment;
		this.origins = ConfigurationOrigins.of(environment);
		this.texts = new PropertyTexts(this.origins);
	}

	/**
	 * Reads the configuration.
	 * @return what is configured
	 * @throws InvalidLlmConfigurationException if something is wrong with it
	 */
	ConfiguredProviders read() {
		return read(bind(), this::discovered);
	}

	/**
	 * Reads the configuration again while the application runs. What was found when it
	 * started stays found.
	 * @param before what is configured now
	 * @return what is configured from now on
	 * @throws InvalidLlmConfigurationException if something is wrong with it
	 */
	ConfiguredProviders readAgain(ConfiguredProviders before) {
		return read(bind(), (properties, presets, taken) -> {
			Map<String, ConfiguredProvider> found = new LinkedHashMap<>();
			before.byId().forEach((id, provider) -> {
				if (before.found().contains(id) && !taken.contains(id)) {
					found.put(id, provider);
				}
			});
			return found;
		});
	}

	private ConfiguredProviders read(LlmProperties properties, Finding finding) {
		new ProviderIds(this.origins).check(properties.getProviders().keySet());
		new RouteNames(this.origins).check(properties.getRoutes().keySet(), properties.getProviders().keySet());
		Map<String, Preset> presets = presets();
		Map<String, ConfiguredProvider> providers = new LinkedHashMap<>();
		Written written = new Written(properties);
		properties.getProviders().forEach((id, provider) -> {
			ConfiguredProvider configured = provider(presets, id, provider);
			providers.put(id, configured);
			written.add(configured, provider);
		});
		Set<String> taken = new HashSet<>(providers.keySet());
		taken.addAll(properties.getRoutes().keySet());
		Map<String, ConfiguredProvider> found = finding.find(properties, presets, taken);
		providers.putAll(found);
		boolean fallback = providers.isEmpty();
		if (fallback) {
			String id = SimulatedChatProvider.TYPE;
			providers.put(id, provider(presets, id, new ProviderProperties()));
		}
		return new ConfiguredProviders(providers, this.texts.text("llm.default-model", properties.getDefaultModel()),
				this.texts.text("llm.default-embedding-model", properties.getDefaultEmbeddingModel()), fallback,
				Set.copyOf(found.keySet()), routes(properties), required(properties), written);
	}

	private Map<String, ConfiguredProvider> discovered(LlmProperties properties, Map<String, Preset> presets,
			Set<String> taken) {
		Map<String, ConfiguredProvider> found = new LinkedHashMap<>();
		new Discovery(this.environment, this.texts, properties.getDiscovery()).find(presets, taken)
			.forEach((server) -> found.put(server.preset().name(),
					withoutUsualKey(presets, server.preset().name(), server.properties())));
		return found;
	}

	private List<Route> routes(LlmProperties properties) {
		return properties.getRoutes()
			.entrySet()
			.stream()
			.map((route) -> new RouteReader(this.texts, this.origins, route.getKey(), route.getValue(),
					required(properties))
				.read())
			.toList();
	}

	private Set<String> required(LlmProperties properties) {
		Set<String> words = new HashSet<>();
		for (String word : properties.getRequire().getResidency()) {
			String text = this.texts.text("llm.require.residency", word);
			if (text != null) {
				words.add(text);
			}
		}
		return words;
	}

	/**
	 * Provider with an id that nothing is configured of. A key that cannot be one is left
	 * out: nobody said that it is for this server.
	 * @param id the id, which is the name of a service
	 * @return the provider with all defaults
	 */
	ConfiguredProvider unconfigured(String id) {
		Map<String, Preset> presets = presets();
		ProviderProperties properties = new ProviderProperties();
		ConfiguredProvider keyless = withoutUsualKey(presets, id, properties);
		try {
			return provider(presets, id, properties);
		}
		catch (InvalidLlmConfigurationException ex) {
			logger.warn("Provider '" + id + "' is asked without a key. " + ex.getMessage());
			return keyless;
		}
	}

	/**
	 * Provider that was found, and answered without a key: whatever is in the environment
	 * is not for any server that happens to listen there.
	 */
	private ConfiguredProvider withoutUsualKey(Map<String, Preset> presets, String id, ProviderProperties properties) {
		return new ProviderReader(presets, NO_KEYS, this.texts, id, properties).read();
	}

	private ConfiguredProvider provider(Map<String, Preset> presets, String id, ProviderProperties properties) {
		return new ProviderReader(presets, this.environment, this.texts, id, properties).read();
	}

	private LlmProperties bind() {
		ApplicationConversionService conversion = new ApplicationConversionService();
		conversion.addConverter(new SecretConverter());
		Binder binder = new Binder(ConfigurationPropertySources.get(this.environment),
				new PropertySourcesPlaceholdersResolver(this.environment), conversion);
		BoundNames bound = new BoundNames();
		LlmProperties properties = new BindFailures(this.origins, this.texts)
			.translated(() -> binder.bindOrCreate("llm", Bindable.of(LlmProperties.class), bound));
		new UnknownProperties(this.origins).check(bound);
		return properties;
	}

	/**
	 * Finds providers that nobody configured, by their ids.
	 */
	@FunctionalInterface
	private interface Finding {

		Map<String, ConfiguredProvider> find(LlmProperties properties, Map<String, Preset> presets, Set<String> taken);

	}

	/**
	 * The known services.
	 * @return the services by name
	 */
	static Map<String, Preset> presets() {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		return Presets.load((classLoader != null) ? classLoader : ConfigurationReader.class.getClassLoader());
	}

}
