package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.AddressBook.Target;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Sends each request to the provider that its model address names, or to a route.
 * <p>
 * An address is the name of a route, or {@code provider/model}, or a provider's id alone
 * for its default model, or, where there is only one provider, a model of it.
 * <p>
 * Not a {@link io.github.llmspring.ChatProvider} itself: whoever asks for one by its type
 * means a single service.
 */
public final class ModelRouter {

	private final AddressBook<ProviderEntry> book;

	private final Map<String, RouteProvider> routes = new LinkedHashMap<>();

	private final Models models;

	/**
	 * Router among providers.
	 * @param entries the providers, ids being unique
	 * @param defaultModel the address that is asked where a request names none;
	 * {@code null} for the only provider there is
	 */
	public ModelRouter(Collection<ProviderEntry> entries, @Nullable String defaultModel) {
		this(entries, List.of(), defaultModel, new CandidateHealth());
	}

	/**
	 * Router among providers and routes, of whose models nothing is known.
	 * @param entries the providers, ids being unique
	 * @param routes the routes, names being unique
	 * @param defaultModel the address that is asked where a request names none;
	 * {@code null} for the only provider there is
	 * @param health tells which models are ready, how busy and how fast
	 * @throws InvalidRouteException if a route cannot be
	 */
	public ModelRouter(Collection<ProviderEntry> entries, Collection<Route> routes, @Nullable String defaultModel,
			CandidateHealth health) {
		this(entries, routes, defaultModel, health, Models.NONE, (message) -> 0);
	}

	/**
	 * Router among providers and routes.
	 * @param entries the providers, ids being unique
	 * @param routes the routes, names being unique
	 * @param defaultModel the address that is asked where a request names none;
	 * {@code null} for the only provider there is
	 * @param health tells which models are ready, how busy and how fast
	 * @param models tells what models cost and can do
	 * @param tokens estimates the tokens of a message, to know what a request costs
	 * @throws InvalidRouteException if a route cannot be
	 */
	public ModelRouter(Collection<ProviderEntry> entries, Collection<Route> routes, @Nullable String defaultModel,
			CandidateHealth health, Models models, ToIntFunction<Message> tokens) {
		this.book = new AddressBook<>(entries, routes.stream().map(Route::name).toList(), defaultModel);
		this.models = models;
		Preferences preferences = Preferences.of(health, new ByPrice(models, tokens));
		new RouteTable(routes, this.book.entries(), this::candidate, preferences, models).groups()
			.forEach((group) -> this.routes.put(group.route().name(), new RouteProvider(group, health, models)));
	}

	private @Nullable RouteCandidate candidate(String provider, @Nullable String model) {
		Target<ProviderEntry> target = this.book.match(new ModelAddress(provider, model));
		return (target != null) ? RouteCandidate.of(target.entry(), target.model()) : null;
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, ProviderEntry> entries() {
		return this.book.entries();
	}

	/**
	 * Routes that can be addressed.
	 * @return the names, in the order of configuration
	 */
	public Set<String> routes() {
		return Collections.unmodifiableSet(this.routes.keySet());
	}

	/**
	 * Models that a route may ask, those of routes within it included.
	 * @param route the route's name
	 * @return the models as listed, none where there is no such route
	 */
	public List<ModelAddress> candidates(String route) {
		RouteProvider known = this.routes.get(route);
		return (known != null) ? known.group().candidates().stream().map(RouteCandidate::address).distinct().toList()
				: List.of();
	}

	/**
	 * Provider that answers where an address names none: the only one that is configured,
	 * or where none is, the first that was found, one with a model before others.
	 * @return the provider, or {@code null} where every address must name one
	 */
	public @Nullable ProviderEntry only() {
		return this.book.only();
	}

	/**
	 * Address that is asked where a request names none.
	 * @return the address, or {@code null} where every request must name one
	 */
	public @Nullable String defaultModel() {
		return this.book.defaultModel();
	}

	/**
	 * Finds what an address names.
	 * @param address the address, or {@code null} for the default
	 * @return the provider's id and the model, which is {@code null} only where the
	 * provider has no default either; of a route the first of its models
	 * @throws LlmException if the address names nothing
	 */
	public ModelAddress resolve(@Nullable String address) {
		String asked = asked(address);
		RouteProvider route = this.routes.get(asked);
		return (route != null) ? route.group().candidates().get(0).address() : find(asked).address();
	}

	private String asked(@Nullable String address) {
		return this.book.asked(address, "no model was asked for and there is no default",
				"Set llm.default-model, or name a model in the prompt.");
	}

	private RouteCandidate find(String asked) {
		Target<ProviderEntry> target = this.book.find(asked);
		return RouteCandidate.of(target.entry(), target.model());
	}

	/**
	 * Sends a request to the provider or route that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the events, cold
	 */
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			String asked = asked(request.model());
			Admission admission = Admission.of(request);
			admission.check(this.book.names());
			RouteProvider route = this.routes.get(asked);
			if (route != null) {
				return route.send(request);
			}
			Target<ProviderEntry> target = this.book.find(asked);
			Needs needs = Needs.of(request);
			if (admission.isOpen() && needs.isEmpty()) {
				return target.entry().provider().send(request.toBuilder().model(target.model()).build());
			}
			RouteCandidate candidate = RouteCandidate.of(target.entry(), target.model());
			admission.require(candidate);
			new Fitness(needs, this.models).require(candidate);
			return candidate.entry().provider().send(request.toBuilder().model(candidate.address().model()).build());
		});
	}

}
