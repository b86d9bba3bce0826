package io.github.llmspring.assembly;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.ModelRouter;

/**
 * Says which providers have circuit breakers: those that are configured with one, and
 * those of routes, where somebody else can answer while a breaker is open. The latter get
 * theirs where the library is there.
 */
public final class BreakerAssignment {

	private final ModelRouter router;

	private final CandidateHealth health;

	/**
	 * Makes an assignment among the providers of a router.
	 * @param router the router
	 * @param health the one that the providers were surrounded with
	 */
	public BreakerAssignment(ModelRouter router, CandidateHealth health) {
		this.router = router;
		this.health = health;
	}

	/**
	 * Gives the providers of routes that have no breaker the usual one.
	 */
	void addMissing() {
		ofRoutes().filter((id) -> CandidateHealth.canProtect() && !this.health.isProtected(id))
			.forEach((id) -> this.health.protect(id, BreakerSettings.DEFAULTS));
	}

	/**
	 * Gives the providers the breakers that they are to have and no others: their own, or
	 * the usual one of the providers of routes.
	 * @param own the breakers that are configured, by the provider's id
	 */
	public void replace(Map<String, BreakerSettings> own) {
		Map<String, BreakerSettings> wanted = new HashMap<>(own);
		if (CandidateHealth.canProtect()) {
			ofRoutes().forEach((id) -> wanted.putIfAbsent(id, BreakerSettings.DEFAULTS));
		}
		this.router.entries().keySet().stream().filter((id) -> !wanted.containsKey(id)).forEach(this.health::unprotect);
		wanted.forEach(this.health::protect);
	}

	private Stream<String> ofRoutes() {
		return this.router.routes()
			.stream()
			.flatMap((route) -> this.router.candidates(route).stream())
			.map(ModelAddress::provider)
			.distinct();
	}

}
