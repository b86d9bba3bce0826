package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.InvalidRouteException;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes the router among all providers and routes: the configured ones and the
 * application's own providers, which are known by their bean names.
 */
final class RouterFactory {

	private final ConfiguredProviders configured;

	private final ConfigurableListableBeanFactory beans;

	private final ProviderFactory providers;

	private final CandidateHealth health;

	private final Models models;

	private final ConfigurationOrigins origins;

	RouterFactory(ConfiguredProviders configured, ConfigurableListableBeanFactory beans, ProviderFactory providers,
			CandidateHealth health, Models models, ConfigurationOrigins origins) {
		this.configured = configured;
		this.beans = beans;
		this.providers = providers;
		this.health = health;
		this.models = models;
		this.origins = origins;
	}

	ModelRouter create() {
		List<ProviderEntry> entries = new ArrayList<>();
		this.configured.byId().values().forEach((provider) -> {
			String bean = ProviderBeanNames.provider(provider.id());
			if (this.beans.containsBean(bean)) {
				entries.add(configured(provider, this.beans.getBean(bean, ChatProvider.class)));
			}
		});
		ProviderBeanNames.ofApplication(this.beans, ChatProvider.class).forEach((id) -> entries.add(own(id)));
		try {
			ModelRouter router = Assembly.router(entries, routes(), this.configured.defaultModel(), this.health,
					this.models);
			this.configured.routes().forEach((route) -> checkModels(route, router));
			return router;
		}
		catch (InvalidRouteException ex) {
			throw invalid(ex);
		}
	}

	private List<Route> routes() {
		Budgets budgets = this.providers.budgets();
		return budgets.isEmpty() ? this.configured.routes()
				: this.configured.routes()
					.stream()
					.map((route) -> route.withThrift((request) -> budgets.wantCheapest(route.name(), request.tags())))
					.toList();
	}

	private ProviderEntry configured(ConfiguredProvider provider, ChatProvider bean) {
		String id = provider.id();
		return new ProviderEntry(id, bean, provider.model(), this.configured.found().contains(id)).withTraits(
				new ProviderEntry.Traits(provider.residency(), provider.without(), () -> this.providers.isUsable(id)));
	}

	private ProviderEntry own(String id) {
		@Nullable ConfiguredProvider replaced = this.configured.byId().get(id);
		Surroundings surroundings = ((replaced != null) ? replaced.surroundings() : Surroundings.DEFAULTS).toBuilder()
			.model(null)
			.build();
		ChatProvider provider = this.providers.surrounded(id, this.beans.getBean(id, ChatProvider.class), surroundings);
		boolean foundOnly = this.configured.found().contains(id);
		ProviderEntry entry = new ProviderEntry(id, provider,
				(replaced != null && !foundOnly) ? replaced.model() : null);
		return entry.withTraits(new ProviderEntry.Traits((replaced != null) ? replaced.residency() : Set.of(), Set.of(),
				() -> this.providers.isUsable(id)));
	}

	/**
	 * Refuses a model that only its provider could name and does not. A provider of the
	 * application may choose itself.
	 */
	private void checkModels(Route route, ModelRouter router) {
		for (int i = 0; i < route.models().size(); i++) {
			ModelAddress address = ModelAddress.parse(route.models().get(i));
			ProviderEntry entry = router.entries().get(address.provider());
			if (entry != null && address.model() == null && entry.model() == null
					&& this.configured.byId().containsKey(entry.id())) {
				throw this.origins.invalid(property(route.name(), "models[" + i + "]"), address.provider(),
						"The provider '" + entry.id() + "' has no model.", "Set llm.providers." + entry.id()
								+ ".model, or name a model here: '" + entry.id() + "/<model>'.");
			}
		}
	}

	private InvalidLlmConfigurationException invalid(InvalidRouteException ex) {
		return this.origins.invalid(property(ex.route(), ex.setting()), ex.value(), ex.problem(), ex.action());
	}

	/**
	 * Name of a property of a route: that of the whole list where its elements were
	 * written into one value.
	 */
	private String property(String route, String setting) {
		String name = "llm.routes." + route + (setting.isEmpty() ? "" : "." + setting);
		boolean element = name.endsWith("]") && this.origins.of(name) == null;
		return element ? name.substring(0, name.lastIndexOf('[')) : name;
	}

}
