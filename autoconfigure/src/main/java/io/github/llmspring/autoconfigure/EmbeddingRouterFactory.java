package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.llmspring.EmbeddingProvider;
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

	private final ProviderFactory providers;

	private final ConfigurationOrigins origins;

	EmbeddingRouterFactory(ConfiguredProviders configured, ConfigurableListableBeanFactory beans,
			ProviderFactory providers, ConfigurationOrigins origins) {
		this.configured = configured;
		this.beans = beans;
		this.providers = providers;
		this.origins = origins;
	}

	EmbeddingRouter create() {
		List<EmbeddingEntry> entries = new ArrayList<>();
		this.configured.byId().values().forEach((provider) -> {
			String bean = ProviderBeanNames.embeddingProvider(provider.id());
			if (this.beans.containsBean(bean)) {
				entries.add(new EmbeddingEntry(provider.id(), provider(bean), provider.embeddingModel(),
						this.configured.found().contains(provider.id())));
			}
		});
		ProviderBeanNames.ofApplication(this.beans, EmbeddingProvider.class).forEach((id) -> entries.add(own(id)));
		EmbeddingRouter router = new EmbeddingRouter(entries, this.configured.defaultEmbeddingModel());
		check(router);
		return router;
	}

	private EmbeddingEntry own(String id) {
		@Nullable ConfiguredProvider replaced = this.configured.byId().get(id);
		boolean foundOnly = this.configured.found().contains(id);
		String model = (replaced != null && !foundOnly) ? replaced.embeddingModel() : null;
		return new EmbeddingEntry(id, this.providers.surrounded(id, provider(id), model), model, false);
	}

	private EmbeddingProvider provider(String bean) {
		return this.beans.getBean(bean, EmbeddingProvider.class);
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
		new AddressCheck(this.origins, "llm.default-embedding-model").requireProvider(address,
				router.entries().keySet(), Set.of(), router.only() != null);
	}

}
