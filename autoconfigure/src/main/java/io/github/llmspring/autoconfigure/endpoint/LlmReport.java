package io.github.llmspring.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.autoconfigure.report.Addressed;
import io.github.llmspring.autoconfigure.report.ModelReport;
import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.resilience.limit.LimitsLeft;
import io.github.llmspring.routing.Hindrance;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint tells.
 *
 * @param addressed knows what can be addressed
 * @param health knows how models are
 * @param presets the names of the services that are known
 * @param sections what else is told
 */
record LlmReport(Addressed addressed, CandidateHealth health, Set<String> presets, List<LlmEndpointSection> sections) {

	/**
	 * Report of one moment, whatever changes while it is made.
	 */
	LlmReport now() {
		return new LlmReport(this.addressed.snapshot(), this.health, this.presets, this.sections);
	}

	private ModelRouter router() {
		return this.addressed.router();
	}

	Map<String, Object> whole(List<Map<String, Object>> changes) {
		Map<String, Object> providers = new LinkedHashMap<>();
		this.addressed.entries().forEach((id, entry) -> providers.put(id, provider(entry)));
		Map<String, Object> routes = new LinkedHashMap<>();
		router().routes().forEach((name) -> routes.put(name, route(name)));
		Report report = new Report().with("defaultModel", defaultModel())
			.with("providers", providers)
			.with("routes", routes);
		this.sections.forEach((section) -> report.with(section.name(), section.whole()));
		return report.with("changes", changes).with("presets", List.copyOf(new TreeSet<>(this.presets))).values();
	}

	@Nullable Map<String, Object> provider(String id) {
		ProviderEntry entry = this.addressed.entries().get(id);
		if (entry == null) {
			return null;
		}
		Map<String, Object> report = provider(entry);
		List<String> routes = router().routes()
			.stream()
			.filter((name) -> router().candidates(name).stream().anyMatch((model) -> model.provider().equals(id)))
			.toList();
		return new Report().with("id", id)
			.with("routes", routes)
			.with("isDefault", isDefault(id))
			.with(report)
			.values();
	}

	private boolean isDefault(String id) {
		return router().defaultModel() != null
				&& router().plan(null).stream().findFirst().map(ModelAddress::provider).filter(id::equals).isPresent();
	}

	private Map<String, Object> defaultModel() {
		String address = router().defaultModel();
		return (address == null) ? Map.of()
				: new Report().with("address", address)
					.with("changedByHand", (router().changes().defaultModel() != null) ? true : null)
					.with("resolvesTo", first(router().plan(null)))
					.values();
	}

	private Map<String, Object> provider(ProviderEntry entry) {
		Report report = new Report();
		new ProviderFacts(entry, this.addressed.embeddingModel(entry.id())).addTo(report);
		Hindrance hindrance = entry.traits().hindrance().now();
		report.with("enabled", !this.health.switches().isOff(entry.id()))
			.with("usable", hindrance == null)
			.with("reason", (hindrance != null) ? hindrance.words() : null)
			.with("limitsLeft", limits(entry))
			.with("models", models(entry));
		this.sections.forEach((section) -> report.with(section.name(), section.of(entry.id())));
		return report.values();
	}

	private Map<String, Object> limits(ProviderEntry entry) {
		LimitsLeft left = (entry.provider() instanceof SurroundedProvider surrounded) ? surrounded.limitsLeft() : null;
		return (left == null) ? Map.of()
				: new Report().with("requests", left.requests())
					.with("tokens", left.tokens())
					.with("concurrent", left.places())
					.with("waiting", left.waiting())
					.values();
	}

	/**
	 * Models that were asked, that are configured and that stand in routes.
	 */
	private Map<String, Object> models(ProviderEntry entry) {
		Map<String, CandidateState> states = new TreeMap<>();
		this.health.states()
			.stream()
			.filter((state) -> state.address().provider().equals(entry.id()))
			.forEach((state) -> states.put(ModelReport.name(state.address()), state));
		List<ModelAddress> addresses = new ArrayList<>();
		router().routes().forEach((route) -> addresses.addAll(router().candidates(route)));
		if (entry.model() != null) {
			addresses.add(new ModelAddress(entry.id(), entry.model()));
		}
		String vectors = this.addressed.embeddingModel(entry.id());
		if (vectors != null) {
			addresses.add(new ModelAddress(entry.id(), vectors));
		}
		addresses.stream()
			.filter((address) -> address.provider().equals(entry.id()))
			.forEach((address) -> states.computeIfAbsent(ModelReport.name(address),
					(model) -> this.health.state(address)));
		Map<String, Object> models = new LinkedHashMap<>();
		states.forEach((model, state) -> models.put(model, ModelReport.of(state)));
		return models;
	}

	private Map<String, Object> route(String name) {
		Route route = router().route(name);
		Report report = new Report();
		if (route != null) {
			report.with("strategy", route.strategy())
				.with("models", route.models())
				.with("weights", route.weights())
				.with("requiredResidency", List.copyOf(new TreeSet<>(route.residency())))
				.with("requiredCapabilities", List.copyOf(new TreeSet<>(route.capabilities())));
		}
		List<ModelAddress> plan = router().plan(name);
		return report.with("changedByHand", router().changes().orders().containsKey(name) ? true : null)
			.with("resolvesTo", first(plan))
			.with("askedInThisOrder", plan.stream().map(ModelAddress::toString).toList())
			.values();
	}

	private static @Nullable String first(List<ModelAddress> plan) {
		return plan.isEmpty() ? null : plan.get(0).toString();
	}

}
