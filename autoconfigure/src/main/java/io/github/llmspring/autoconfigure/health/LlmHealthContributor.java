package io.github.llmspring.autoconfigure.health;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.autoconfigure.report.Addressed;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of the default model, of each provider and of each route.
 * <p>
 * Only the default model and routes are ever {@code DOWN}, and so all of it is
 * {@code DOWN} only when something that the application needs cannot be served. A
 * provider in trouble is {@code FAILING}, a status that does not count for the whole.
 */
public final class LlmHealthContributor implements CompositeHealthContributor {

	/**
	 * Name of the entry of the default model, which no provider can have: configured ids
	 * have no upper case letters, and a bean of this name is refused.
	 */
	public static final String DEFAULT_MODEL = "defaultModel";

	private final Addressed addressed;

	private final ModelRouter router;

	private final CandidateHealth health;

	private final @Nullable Probes probes;

	/**
	 * Health that is known from the calls of the application alone.
	 * @param addressed knows what can be addressed
	 * @param health knows how models are
	 */
	public LlmHealthContributor(Addressed addressed, CandidateHealth health) {
		this.addressed = addressed;
		this.router = addressed.router();
		this.health = health;
		this.probes = null;
	}

	/**
	 * Health for which services are asked for their models as well.
	 * @param addressed knows what can be addressed
	 * @param health knows how models are
	 * @param settings how to ask
	 */
	public LlmHealthContributor(Addressed addressed, CandidateHealth health, ProbeSettings settings) {
		this.addressed = addressed;
		this.router = addressed.router();
		this.health = health;
		this.probes = new Probes(settings, Clock.systemUTC());
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		if (name.equals(DEFAULT_MODEL)) {
			return (this.router.defaultModel() != null) ? served(null) : null;
		}
		if (this.router.routes().contains(name)) {
			return served(name);
		}
		ProviderEntry entry = this.addressed.entries().get(name);
		return (entry != null) ? provider(entry) : null;
	}

	@Override
	public Stream<Entry> stream() {
		List<Entry> entries = new ArrayList<>();
		if (this.router.defaultModel() != null) {
			entries.add(new Entry(DEFAULT_MODEL, served(null)));
		}
		this.addressed.entries().forEach((id, entry) -> entries.add(new Entry(id, provider(entry))));
		this.router.routes().forEach((route) -> entries.add(new Entry(route, served(route))));
		return entries.stream();
	}

	private HealthIndicator served(@Nullable String route) {
		return () -> new ServedHealth(this.router.snapshot(), this.health, probes()).of(route);
	}

	private HealthIndicator provider(ProviderEntry entry) {
		return () -> new ProviderHealth(this.health, probes()).of(entry);
	}

	private Map<String, Probe> probes() {
		return (this.probes == null) ? Map.of()
				: this.probes.of(this.addressed.entries()
					.values()
					.stream()
					.filter((entry) -> entry.traits().isUsable())
					.filter((entry) -> !this.health.switches().isOff(entry.id()))
					.toList());
	}

}
