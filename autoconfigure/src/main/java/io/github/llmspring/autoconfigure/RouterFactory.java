package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.assembly.Assembly;
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

	private final ProviderSet providers;

	private final CandidateHealth health;

	private final Models models;

	private final ConfigurationOrigins origins;

	RouterFactory(ConfigurableListableBeanFactory beans, ProviderSet providers, CandidateHealth health, Models models,
			ConfigurationOrigins origins) {
		this.configured = providers.configured();
		this.beans = beans;
		this.providers = providers;
		this.health = health;
		this.models = models;
		this.origins = origins;
	}

	/**
	 * Makes the router of an application that starts, circuit breakers included.
	 */
	ModelRouter create() {
		return create((entries) -> Assembly.router(entries, routes(), this.configured.defaultModel(), this.health,
				this.models));
	}

	/**
	 * Makes a router that may take the place of the one there is. Nothing has changed
	 * until it does.
	 */
	ModelRouter createNext() {
		return create((entries) -> Assembly.unprotectedRouter(entries, routes(), this.configured.defaultModel(),
				this.health, this.models));
	}

	private ModelRouter create(Function<List<ProviderEntry>, ModelRouter> assembly) {
		List<String> ownIds = ProviderBeanNames.ofApplication(this.beans, ChatProvider.class);
		List<ProviderEntry> entries = new ArrayList<>();
		this.configured.with(ownIds, ProviderBeanNames.ofApplication(this.beans, EmbeddingProvider.class))
			.forEach((provider) -> entries.add(configured(provider)));
		ownIds.forEach((id) -> entries.add(own(id)));
		ResidencyCheck residency = new ResidencyCheck(this.configured, this.origins);
		Set<String> ids = entries.stream().map(ProviderEntry::id).collect(Collectors.toSet());
		residency.require(ids);
		if (this.configured.defaultModel() != null) {
			residency.requireDefault("llm.default-model", this.configured.defaultModel(), ids);
		}
		try {
			ModelRouter router = assembly.apply(entries);
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

	/**
	 * Entry of a configured provider as it is now, since a request must not see another
	 * one half way. Where something else has taken the bean's place, such as a mock, that
	 * is asked.
	 */
	private ProviderEntry configured(ConfiguredProvider provider) {
		String id = provider.id();
		String name = ProviderBeanNames.provider(id);
		ChatProvider bean = this.beans.containsBean(name) ? this.beans.getBean(name, ChatProvider.class) : null;
		RunningProvider running = this.providers.of(provider);
		return new ProviderEntry(id, (bean == null || bean instanceof RunningChatProvider) ? running.chat() : bean,
				provider.model(), this.configured.found().contains(id))
			.withTraits(new ProviderEntry.Traits(provider.residency(), provider.without(), running.hindrance()));
	}

	private ProviderEntry own(String id) {
		@Nullable ConfiguredProvider replaced = this.configured.byId().get(id);
		RunningProvider running = this.providers.own(id, () -> this.beans.getBean(id, ChatProvider.class));
		boolean foundOnly = this.configured.found().contains(id);
		ProviderEntry entry = new ProviderEntry(id, running.chat(),
				(replaced != null && !foundOnly) ? replaced.model() : null);
		return entry.withTraits(new ProviderEntry.Traits((replaced != null) ? replaced.residency() : Set.of(), Set.of(),
				running.hindrance()));
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
					&& this.configured.needsModel(entry.id())) {
				throw this.origins.invalid(property(route.name(), "models[" + i + "]"), address.provider(),
						"The provider '" + entry.id() + "' has no model.", "Set llm.providers." + entry.id()
								+ ".model, or name a model here: '" + entry.id() + "/<model>'.");
			}
		}
	}

	private InvalidLlmConfigurationException invalid(InvalidRouteException ex) {
		if (ex.setting().equals("require.residency") && this.origins.of(property(ex.route(), ex.setting())) == null) {
			return this.origins.invalid("llm.require.residency", ex.value(),
					"None of the models of the route '" + ex.route() + "' keeps to it.", ex.action());
		}
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
