package io.github.llmspring.autoconfigure.endpoint;

import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.autoconfigure.report.Addressed;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Endpoint that tells of providers and routes as they are now, and lets them be changed
 * where {@code management.endpoint.llm.access} is {@code unrestricted}.
 * <p>
 * Changes last until the application starts anew or its configuration changes. Each is
 * logged with who made it.
 */
@Endpoint(id = "llm", defaultAccess = Access.READ_ONLY)
public final class LlmEndpoint {

	private final LlmReport report;

	private final LlmOperations operations;

	/**
	 * Endpoint over providers and routes.
	 * @param addressed knows what can be addressed
	 * @param health knows how models are
	 * @param presets the names of the services that are known
	 * @param sections what else is told
	 */
	public LlmEndpoint(Addressed addressed, CandidateHealth health, Set<String> presets,
			List<LlmEndpointSection> sections) {
		this.report = new LlmReport(addressed, health, presets, sections);
		this.operations = new LlmOperations(addressed, health, Clock.systemUTC());
	}

	/**
	 * Tells of everything.
	 * @return the values by name
	 */
	@ReadOperation
	public Map<String, Object> llm() {
		return OperationResponseBody.of(this.report.now().whole(this.operations.changes()));
	}

	/**
	 * Tells of one provider.
	 * @param provider the provider's id
	 * @return the values by name, or {@code null} where there is no such provider
	 */
	@ReadOperation
	public @Nullable Map<String, Object> provider(@Selector String provider) {
		Map<String, Object> told = this.report.now().provider(provider);
		return (told != null) ? OperationResponseBody.of(told) : null;
	}

	/**
	 * Moves the default model.
	 * @param defaultModel the address to ask where a request names none; blank for the
	 * configured one
	 * @param security tells who it was
	 * @return what the endpoint tells then
	 */
	@WriteOperation
	public Map<String, Object> moveDefault(String defaultModel, SecurityContext security) {
		this.operations.defaultModel(who(security), defaultModel);
		return llm();
	}

	/**
	 * Changes a provider or a route. Exactly one change is made at a time.
	 * @param name the provider's id or the route's name
	 * @param enabled of a provider: whether it may be asked
	 * @param breaker of a provider: what to do with the circuit breakers of its models
	 * @param model of a provider: the one model whose breaker is meant
	 * @param order of a route: the models to ask first, none for the configured order
	 * @param security tells who it was
	 * @return what the endpoint tells then
	 */
	@WriteOperation
	public Map<String, Object> change(@Selector String name, @Nullable Boolean enabled, @Nullable BreakerChange breaker,
			@Nullable String model, @Nullable List<String> order, SecurityContext security) {
		long wanted = List.of(enabled != null, breaker != null, order != null)
			.stream()
			.filter(Boolean::booleanValue)
			.count();
		if (wanted != 1) {
			throw LlmOperations.invalid("Say one of 'enabled', 'breaker' and 'order'.");
		}
		if (order != null) {
			this.operations.order(who(security), name, order);
		}
		else if (enabled != null) {
			this.operations.enabled(who(security), name, enabled);
		}
		else if (breaker != null) {
			this.operations.breaker(who(security), name, model, breaker);
		}
		Map<String, Object> provider = provider(name);
		return (provider != null) ? provider : llm();
	}

	/**
	 * Takes back everything that was changed of the default model, of routes and of which
	 * providers may be asked.
	 * @param security tells who it was
	 * @return what the endpoint tells then
	 */
	@DeleteOperation
	public Map<String, Object> restore(SecurityContext security) {
		this.operations.restore(who(security));
		return llm();
	}

	/**
	 * Name of whoever asks, on one line.
	 */
	private static String who(SecurityContext security) {
		Principal principal = security.getPrincipal();
		String name = (principal != null) ? principal.getName() : null;
		return (name != null) ? name.replaceAll("\\p{Cntrl}", "?") : "anonymous";
	}

	/**
	 * What can be done with a circuit breaker by hand.
	 */
	public enum BreakerChange {

		/**
		 * Let no call through until it is closed by hand.
		 */
		OPEN,

		/**
		 * Let calls through again, forget those that it has seen, and end the rest.
		 */
		CLOSE

	}

}
