package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
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

	private final List<Route> configuredRoutes;

	private final @Nullable String configuredDefault;

	private final CandidateHealth health;

	private final Map<String, ProviderEntry> entries;

	private volatile Routing routing;

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
	 * Router among providers and routes.
	 * @param entries the providers, ids being unique
	 * @param routes the routes, names being unique
	 * @param defaultModel the address that is asked where a request names none;
	 * {@code null} for the only provider there is
	 * @param health tells which models are ready, how busy and how fast
	 * @throws InvalidRouteException if a route cannot be
	 */
	public ModelRouter(Collection<ProviderEntry> entries, Collection<Route> routes, @Nullable String defaultModel,
			CandidateHealth health) {
		this.configuredRoutes = List.copyOf(routes);
		this.configuredDefault = defaultModel;
		this.health = health;
		this.routing = routing(entries, RoutingChanges.NONE);
		this.entries = this.routing.book().entries();
	}

	private Routing routing(Collection<ProviderEntry> entries, RoutingChanges changes) {
		List<Route> routes = this.configuredRoutes.stream().map(changes::applied).toList();
		String changed = changes.defaultModel();
		AddressBook<ProviderEntry> book = new AddressBook<>(entries, routes.stream().map(Route::name).toList(),
				(changed != null) ? changed : this.configuredDefault);
		Map<String, RouteProvider> providers = new LinkedHashMap<>();
		new RouteTable(routes, book.entries(), (id, model) -> candidate(book, id, model), Preferences.of(this.health))
			.groups()
			.forEach((group) -> providers.put(group.route().name(), new RouteProvider(group, this.health)));
		return new Routing(book, providers, changes);
	}

	private static @Nullable RouteCandidate candidate(AddressBook<ProviderEntry> book, String provider,
			@Nullable String model) {
		Target<ProviderEntry> target = book.match(new ModelAddress(provider, model));
		return (target != null) ? RouteCandidate.of(target.entry(), target.model()) : null;
	}

	/**
	 * What was changed by hand of where requests go.
	 * @return the changes
	 */
	public RoutingChanges changes() {
		return this.routing.changes();
	}

	/**
	 * Changes where requests go from now on. Those under way are not touched.
	 * @param change makes the new changes of the present ones
	 * @throws LlmException if a change names what is not there
	 */
	public synchronized void change(UnaryOperator<RoutingChanges> change) {
		RoutingChanges changes = change.apply(this.routing.changes());
		changes.check(this.configuredRoutes);
		String changed = changes.defaultModel();
		if (changed != null && !this.routing.routes().containsKey(changed)) {
			find(changed);
		}
		this.routing = routing(this.entries.values(), changes);
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, ProviderEntry> entries() {
		return this.entries;
	}

	/**
	 * Routes that can be addressed.
	 * @return the names, in the order of configuration
	 */
	public Set<String> routes() {
		return Collections.unmodifiableSet(this.routing.routes().keySet());
	}

	/**
	 * Route as it chooses now.
	 * @param name the route's name
	 * @return the route, or {@code null} where there is none
	 */
	public @Nullable Route route(String name) {
		RouteProvider known = this.routing.routes().get(name);
		return (known != null) ? known.group().route() : null;
	}

	/**
	 * Models that a route may ask, those of routes within it included.
	 * @param route the route's name
	 * @return the models as listed, none where there is no such route
	 */
	public List<ModelAddress> candidates(String route) {
		RouteProvider known = this.routing.routes().get(route);
		return (known != null) ? known.group().candidates().stream().map(RouteCandidate::address).distinct().toList()
				: List.of();
	}

	/**
	 * Provider that answers where an address names none: the only one that is configured,
	 * or where none is, the first that was found, one with a model before others.
	 * @return the provider, or {@code null} where every address must name one
	 */
	public @Nullable ProviderEntry only() {
		return this.routing.book().only();
	}

	/**
	 * Address that is asked where a request names none.
	 * @return the address, or {@code null} where every request must name one
	 */
	public @Nullable String defaultModel() {
		return this.routing.book().defaultModel();
	}

	/**
	 * Finds what an address names.
	 * @param address the address, or {@code null} for the default
	 * @return the provider's id and the model, which is {@code null} only where the
	 * provider has no default either; of a route the first of its models
	 * @throws LlmException if the address names nothing
	 */
	public ModelAddress resolve(@Nullable String address) {
		Routing current = this.routing;
		String asked = asked(current.book(), address);
		RouteProvider route = current.routes().get(asked);
		return (route != null) ? route.group().candidates().get(0).address() : find(asked).address();
	}

	/**
	 * Models that an address would be sent to now, the one that would be asked first
	 * standing first, without those that cannot be asked at all.
	 * @param address the address, or {@code null} for the default
	 * @return the models, none where all of them are switched off or lack a key
	 * @throws LlmException if the address names nothing
	 */
	public List<ModelAddress> plan(@Nullable String address) {
		Routing current = this.routing;
		String asked = asked(current.book(), address);
		RouteProvider route = current.routes().get(asked);
		List<RouteCandidate> planned = (route != null) ? RoutePlan.candidates(route.group(), this.health)
				: List.of(find(asked));
		return planned.stream()
			.filter((candidate) -> isAskable(candidate.entry()))
			.map(RouteCandidate::address)
			.toList();
	}

	private boolean isAskable(ProviderEntry entry) {
		return entry.traits().usable().getAsBoolean() && !this.health.switches().isOff(entry.id());
	}

	private static String asked(AddressBook<ProviderEntry> book, @Nullable String address) {
		return book.asked(address, "no model was asked for and there is no default",
				"Set llm.default-model, or name a model in the prompt.");
	}

	private RouteCandidate find(String asked) {
		Target<ProviderEntry> target = this.routing.book().find(asked);
		return RouteCandidate.of(target.entry(), target.model());
	}

	/**
	 * Sends a request to the provider or route that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the events, cold
	 */
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			Routing current = this.routing;
			String asked = asked(current.book(), request.model());
			Admission admission = Admission.of(request);
			admission.check(current.book().names());
			RouteProvider route = current.routes().get(asked);
			if (route != null) {
				return route.send(request);
			}
			Target<ProviderEntry> target = current.book().find(asked);
			if (admission.isOpen()) {
				return target.entry().provider().send(request.withModel(target.model()));
			}
			RouteCandidate candidate = RouteCandidate.of(target.entry(), target.model());
			admission.require(candidate);
			return candidate.entry().provider().send(request.withModel(candidate.address().model()));
		});
	}

	/**
	 * Where requests go from one change to the next.
	 *
	 * @param book the providers and the default
	 * @param routes the routes by name
	 * @param changes what was changed by hand
	 */
	private record Routing(AddressBook<ProviderEntry> book, Map<String, RouteProvider> routes, RoutingChanges changes) {
	}

}
