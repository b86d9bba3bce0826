package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes the router among all providers: the configured ones and the application's own,
 * which are known by their bean names.
 */
final class RouterFactory {

	private final ConfiguredProviders configured;

	private final ConfigurableListableBeanFactory beans;

	private final ProviderFactory providers;

	RouterFactory(ConfiguredProviders configured, ConfigurableListableBeanFactory beans, ProviderFactory providers) {
		this.configured = configured;
		this.beans = beans;
		this.providers = providers;
	}

	ModelRouter create() {
		List<ProviderEntry> entries = new ArrayList<>();
		this.configured.byId().values().forEach((provider) -> {
			String bean = ProviderBeanNames.provider(provider.id());
			if (this.beans.containsBean(bean)) {
				entries.add(new ProviderEntry(provider.id(), this.beans.getBean(bean, ChatProvider.class),
						provider.model(), this.configured.found().contains(provider.id())));
			}
		});
		ProviderBeanNames.ofApplication(this.beans, ChatProvider.class).forEach((id) -> entries.add(own(id)));
		return Assembly.router(entries, this.configured.defaultModel());
	}

	private ProviderEntry own(String id) {
		@Nullable ConfiguredProvider replaced = this.configured.byId().get(id);
		Surroundings surroundings = ((replaced != null) ? replaced.surroundings() : Surroundings.DEFAULTS).toBuilder()
			.model(null)
			.build();
		ChatProvider provider = this.providers.surrounded(id, this.beans.getBean(id, ChatProvider.class), surroundings);
		boolean foundOnly = this.configured.found().contains(id);
		return new ProviderEntry(id, provider, (replaced != null && !foundOnly) ? replaced.model() : null);
	}

}
