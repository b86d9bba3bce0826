package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.catalog.Catalog;
import io.github.llmspring.catalog.CatalogFile;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.io.ClassPathResource;

/**
 * Makes what is known of models: of the shipped catalogue, of that of the application and
 * of what configuration says of single models.
 */
final class ModelsFactory {

	private static final String LOCATION = "llm.catalog.location";

	private static final String CLASSPATH = "classpath:";

	private static final String FILE = "file:";

	private final CatalogProperties properties;

	private final ConfigurationOrigins origins;

	private final PropertyTexts texts;

	ModelsFactory(CatalogProperties properties, ConfigurationOrigins origins) {
		this.properties = properties;
		this.origins = origins;
		this.texts = new PropertyTexts(origins);
	}

	Models create(ConfiguredProviders configured, ConfigurableListableBeanFactory beans) {
		Models.Builder models = Models.builder().catalog(catalog());
		services(configured).forEach(models::provider);
		Set<String> providers = new TreeSet<>(configured.byId().keySet());
		providers.addAll(ProviderBeanNames.ofApplication(beans, ChatProvider.class));
		providers.addAll(ProviderBeanNames.ofApplication(beans, EmbeddingProvider.class));
		CatalogModels own = new CatalogModels(this.texts);
		this.properties.getModels()
			.forEach((key, model) -> models.model(own.address(key, providers), own.facts(key, model)));
		return models.build();
	}

	/**
	 * Services that providers connect to, as the catalogue calls them.
	 * @param configured the providers
	 * @return the names of the services by the ids of providers
	 */
	static Map<String, String> services(ConfiguredProviders configured) {
		Map<String, String> services = new HashMap<>();
		configured.byId().values().forEach((provider) -> {
			if (provider instanceof ConfiguredProvider.Remote remote) {
				services.put(remote.id(), remote.settings().preset().catalog());
			}
		});
		return services;
	}

	private Supplier<Catalog> catalog() {
		@Nullable String location = this.texts.text(LOCATION, this.properties.getLocation());
		if (location == null) {
			return Catalog::shipped;
		}
		try {
			return location.startsWith(CLASSPATH) ? resource(location.substring(CLASSPATH.length())) : file(location);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(location, ex.getMessage() + ".");
		}
	}

	private Supplier<Catalog> resource(String path) {
		try (InputStream content = new ClassPathResource(path).getInputStream()) {
			Catalog catalog = this.properties.getUse().of(Catalog.read(content), CLASSPATH + path);
			return () -> catalog;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("There is no such resource on the classpath", ex);
		}
	}

	private Supplier<Catalog> file(String location) {
		Duration reload = this.properties.getReload();
		if (reload.isNegative()) {
			throw this.texts.invalid("llm.catalog.reload", reload.toString(), "It is below 0.",
					"Set it to a time such as 1m, or to 0 for never.");
		}
		String path = location.startsWith(FILE) ? location.substring(FILE.length()) : location;
		return CatalogFile.of(Path.of(path), this.properties.getUse(), reload,
				(look) -> Schedulers.boundedElastic().schedule(look));
	}

	private InvalidLlmConfigurationException invalid(String location, String problem) {
		return this.origins.invalid(LOCATION, location, problem,
				"Set it to a file or to 'classpath:' and a resource that holds a catalogue of models.");
	}

}
