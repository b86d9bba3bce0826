package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.health.CandidateHealth;
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

	private final ProviderSet providers;

	private final CandidateHealth health;

	private final ConfigurationOrigins origins;

	EmbeddingRouterFactory(ConfigurableListableBeanFactory beans, ProviderSet providers, CandidateHealth health,
			ConfigurationOrigins origins) {
		this.configured = providers.configured();
		this.beans = beans;
		this.providers = providers;
		this.health = health;
		this.origins = origins;
	}

	EmbeddingRouter create() {
		List<String> ownIds = ProviderBeanNames.ofApplication(this.beans, EmbeddingProvider.class);
		List<EmbeddingEntry> entries = new ArrayList<>();
		this.configured.with(ownIds, ProviderBeanNames.ofApplication(this.beans, ChatProvider.class))
			.forEach((provider) -> entries
				.add(new EmbeddingEntry(provider.id(), provider(provider), provider.embeddingModel(),
						this.configured.found().contains(provider.id()), this.providers.of(provider).hindrance())));
		ownIds.forEach((id) -> entries.add(own(id)));
		EmbeddingRouter router = new EmbeddingRouter(entries, this.configured.defaultEmbeddingModel(),
				this.health.switches());
		check(router);
		return router;
	}

	private EmbeddingEntry own(String id) {
		@Nullable ConfiguredProvider replaced = this.configured.byId().get(id);
		boolean foundOnly = this.configured.found().contains(id);
		String model = (replaced != null && !foundOnly) ? replaced.embeddingModel() : null;
		Supplier<ChatProvider> answers = this.beans.isTypeMatch(id, ChatProvider.class)
				? () -> this.beans.getBean(id, ChatProvider.class) : null;
		return new EmbeddingEntry(id, this.providers.own(id, bean(id), model, answers), model, false,
				this.providers.hindrance(id));
	}

	/**
	 * Provider as it is now, unless something else has taken the bean's place.
	 */
	private EmbeddingProvider provider(ConfiguredProvider provider) {
		String name = ProviderBeanNames.embeddingProvider(provider.id());
		EmbeddingProvider bean = this.beans.containsBean(name) ? bean(name) : null;
		if (bean != null && !(bean instanceof RunningEmbeddingProvider)) {
			return bean;
		}
		return this.providers.embeddings(provider);
	}

	private EmbeddingProvider bean(String name) {
		return this.beans.getBean(name, EmbeddingProvider.class);
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
				router.entries().keySet(), Set.of(), router.only() != null,
				this.configured.standsIn(router.entries().keySet()));
		new ResidencyCheck(this.configured, this.origins).requireDefault("llm.default-embedding-model", address,
				router.entries().keySet());
	}

}
