package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.routing.Alternatives;
import io.github.llmspring.routing.EmbeddingEntry;
import io.github.llmspring.routing.EmbeddingRouter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes the router among all providers of vectors: the configured ones and the
 * application's own, which are known by their bean names.
 */
final class EmbeddingRouterFactory {

	private final ConfiguredProviders configured;

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurationOrigins origins;

	EmbeddingRouterFactory(ConfiguredProviders configured, ConfigurableListableBeanFactory beans,
			ConfigurationOrigins origins) {
		this.configured = configured;
		this.beans = beans;
		this.origins = origins;
	}

	EmbeddingRouter create() {
		List<EmbeddingEntry> entries = new ArrayList<>();
		this.configured.byId().values().forEach((provider) -> {
			String bean = ProviderBeanNames.embeddingProvider(provider.id());
			if (this.beans.containsBean(bean)) {
				entries.add(entry(provider.id(), bean));
			}
		});
		ProviderBeanNames.ofApplication(this.beans, EmbeddingProvider.class)
			.forEach((id) -> entries.add(entry(id, id)));
		EmbeddingRouter router = new EmbeddingRouter(entries, this.configured.defaultEmbeddingModel());
		check(router);
		return router;
	}

	private EmbeddingEntry entry(String id, String bean) {
		@Nullable ConfiguredProvider provider = this.configured.byId().get(id);
		return new EmbeddingEntry(id, this.beans.getBean(bean, EmbeddingProvider.class),
				(provider != null) ? provider.embeddingModel() : null);
	}

	/**
	 * Only what is configured is checked: an application that makes no vectors need not
	 * say who would.
	 */
	private void check(EmbeddingRouter router) {
		String address = this.configured.defaultEmbeddingModel();
		if (address == null) {
			return;
		}
		ModelAddress parsed = ModelAddress.parse(address);
		boolean modelOfTheOnlyOne = parsed.model() == null && router.entries().size() == 1;
		if (!router.entries().containsKey(parsed.provider()) && !modelOfTheOnlyOne) {
			throw this.origins.invalid("llm.default-embedding-model", address,
					"No provider is called '" + parsed.provider() + "'.",
					Alternatives.of(router.entries().keySet()).sentence(parsed.provider()));
		}
	}

}
