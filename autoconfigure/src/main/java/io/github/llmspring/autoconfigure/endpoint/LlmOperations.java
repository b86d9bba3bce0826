package io.github.llmspring.autoconfigure.endpoint;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpoint.BreakerChange;
import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.routing.Alternatives;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.RoutingChanges;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What can be changed through the endpoint, and a list of what was. The changes
 * themselves are kept by the router and by what is known of models.
 */
final class LlmOperations {

	private static final Log logger = LogFactory.getLog(LlmEndpoint.class);

	private static final int MOST_CHANGES = 50;

	private final ModelRouter router;

	private final CandidateHealth health;

	private final Clock clock;

	private final Deque<Map<String, Object>> changes = new ArrayDeque<>();

	LlmOperations(ModelRouter router, CandidateHealth health, Clock clock) {
		this.router = router;
		this.health = health;
		this.clock = clock;
	}

	/**
	 * The latest changes, the last one first.
	 */
	synchronized List<Map<String, Object>> changes() {
		return List.copyOf(this.changes);
	}

	void defaultModel(String who, String address) {
		@Nullable String wanted = address.isBlank() ? null : address.strip();
		change((changes) -> changes.withDefaultModel(wanted));
		note(who, (wanted != null) ? "moved the default model to '" + wanted + "'"
				: "moved the default model back to '" + this.router.defaultModel() + "'");
	}

	void order(String who, String route, List<String> models) {
		List<String> wanted = models.stream().map(String::strip).filter((model) -> !model.isEmpty()).toList();
		change((changes) -> changes.withOrder(route, wanted));
		note(who, wanted.isEmpty() ? "restored the order of the route '" + route + "'"
				: "let the route '" + route + "' ask " + String.join(", ", wanted) + " first");
	}

	private void change(UnaryOperator<RoutingChanges> change) {
		try {
			this.router.change(change);
		}
		catch (LlmException ex) {
			throw invalid(ex.getMessage());
		}
	}

	void enabled(String who, String provider, boolean enabled) {
		require(provider);
		if (enabled) {
			this.health.switches().on(provider);
		}
		else {
			this.health.switches().off(provider);
		}
		note(who, (enabled ? "enabled" : "disabled") + " the provider '" + provider + "'");
	}

	void breaker(String who, String provider, @Nullable String model, BreakerChange change) {
		ProviderEntry entry = require(provider);
		List<ModelAddress> addresses = addresses(entry, model);
		if (change == BreakerChange.OPEN && !this.health.isProtected(provider)) {
			throw invalid("'" + provider + "' has no circuit breaker. Set one of llm.providers." + provider
					+ ".circuit-breaker.*, or disable the provider.");
		}
		for (ModelAddress address : addresses) {
			if (change == BreakerChange.OPEN) {
				this.health.openBreaker(address);
			}
			else {
				this.health.resetBreaker(address);
				this.health.wake(address);
			}
		}
		note(who, (change == BreakerChange.OPEN) ? "opened the circuit breaker of " + addresses
				: "closed the circuit breaker and ended the rest of " + addresses);
	}

	/**
	 * Models that are meant: the one that is named, which must be known, else all that
	 * are known.
	 */
	private List<ModelAddress> addresses(ProviderEntry entry, @Nullable String model) {
		Map<String, ModelAddress> known = new TreeMap<>();
		Stream<ModelAddress> asked = this.health.states().stream().map(CandidateState::address);
		Stream<ModelAddress> routed = this.router.routes()
			.stream()
			.flatMap((route) -> this.router.candidates(route).stream());
		Stream.concat(asked, routed)
			.filter((address) -> address.provider().equals(entry.id()))
			.forEach((address) -> known.put(LlmReport.name(address), address));
		if (entry.model() != null || known.isEmpty()) {
			ModelAddress configured = new ModelAddress(entry.id(), entry.model());
			known.put(LlmReport.name(configured), configured);
		}
		if (model == null) {
			return List.copyOf(known.values());
		}
		ModelAddress meant = known.get(model);
		if (meant == null) {
			throw invalid("Nothing is known of a model '" + model + "' of '" + entry.id() + "'. "
					+ Alternatives.of(known.keySet()).sentence(model));
		}
		return List.of(meant);
	}

	private ProviderEntry require(String provider) {
		ProviderEntry entry = this.router.entries().get(provider);
		if (entry == null) {
			throw invalid("No provider is called '" + provider + "'. "
					+ Alternatives.of(this.router.entries().keySet()).sentence(provider));
		}
		return entry;
	}

	/**
	 * Takes everything back that was changed of routing and switches. Breakers stay as
	 * they are.
	 */
	void restore(String who) {
		change((changes) -> RoutingChanges.NONE);
		this.health.switches().allOn();
		note(who, "restored the configured default model, orders and providers");
	}

	private synchronized void note(String who, String done) {
		String what = done.replaceAll("\\p{Cntrl}", "?");
		logger.info("'" + who + "' " + what + ".");
		this.changes
			.addFirst(new Report().with("at", this.clock.instant()).with("who", who).with("what", what).values());
		if (this.changes.size() > MOST_CHANGES) {
			this.changes.removeLast();
		}
	}

	static InvalidEndpointRequestException invalid(@Nullable String message) {
		String text = String.valueOf(message);
		return new InvalidEndpointRequestException(text, text);
	}

}
