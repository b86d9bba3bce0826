package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
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

	private volatile RoutingTable table;

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
		this.table = RoutingTable.of(
				new RoutingTable.Configured(entries, List.copyOf(routes), defaultModel, health, models, tokens),
				RoutingChanges.NONE);
	}

	private ModelRouter(RoutingTable table) {
		this.table = table;
	}

	/**
	 * Takes over all providers and routes of another router at once, and with them its
	 * changes by hand, usually none: they last as long as the configuration. Requests
	 * that have begun end as they would have.
	 * @param other the other router, which stays as it is
	 */
	public synchronized void adopt(ModelRouter other) {
		this.table = other.table;
		this.table.configured().health().switches().allOn();
	}

	/**
	 * Takes over all providers and routes of another router of the same configuration, as
	 * where connections were made anew. What was changed by hand stays changed.
	 * @param other the other router, which stays as it is
	 */
	public synchronized void renew(ModelRouter other) {
		this.table = other.table.changed(this.table.changes());
	}

	/**
	 * This router as it is now, for whoever asks it several things that must agree.
	 * @return a router that stays as it is when this one changes
	 */
	public ModelRouter snapshot() {
		return new ModelRouter(this.table);
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, ProviderEntry> entries() {
		return this.table.book().entries();
	}

	/**
	 * Routes that can be addressed.
	 * @return the names, in the order of configuration
	 */
	public Set<String> routes() {
		return Collections.unmodifiableSet(this.table.routes().keySet());
	}

	/**
	 * Route as it chooses now.
	 * @param name the route's name
	 * @return the route, or {@code null} where there is none
	 */
	public @Nullable Route route(String name) {
		RouteProvider known = this.table.routes().get(name);
		return (known != null) ? known.group().route() : null;
	}

	/**
	 * Models that a route may ask, those of routes within it included.
	 * @param route the route's name
	 * @return the models as listed, none where there is no such route
	 */
	public List<ModelAddress> candidates(String route) {
		RouteProvider known = this.table.routes().get(route);
		return (known != null) ? known.group().candidates().stream().map(RouteCandidate::address).distinct().toList()
				: List.of();
	}

	/**
	 * Provider that answers where an address names none: the only one that is configured,
	 * or where none is, the first that was found, one with a model before others.
	 * @return the provider, or {@code null} where every address must name one
	 */
	public @Nullable ProviderEntry only() {
		return this.table.book().only();
	}

	/**
	 * Address that is asked where a request names none.
	 * @return the address, or {@code null} where every request must name one
	 */
	public @Nullable String defaultModel() {
		return this.table.book().defaultModel();
	}

	/**
	 * Finds what an address names.
	 * @param address the address, or {@code null} for the default
	 * @return the provider's id and the model, which is {@code null} only where the
	 * provider has no default either; of a route the first of its models
	 * @throws LlmException if the address names nothing
	 */
	public ModelAddress resolve(@Nullable String address) {
		RoutingTable now = this.table;
		String asked = now.asked(address);
		RouteProvider route = now.routes().get(asked);
		return (route != null) ? route.group().candidates().get(0).address() : now.find(asked).address();
	}

	/**
	 * Models that an address would be sent to now, the one that would be asked first
	 * standing first, without those that cannot be asked at all.
	 * @param address the address, or {@code null} for the default
	 * @return the models, none where none of them can be asked now
	 * @throws LlmException if the address names nothing
	 */
	public List<ModelAddress> plan(@Nullable String address) {
		return this.table.plan(address);
	}

	/**
	 * What was changed by hand of where requests go.
	 * @return the changes
	 */
	public RoutingChanges changes() {
		return this.table.changes();
	}

	/**
	 * Changes where requests go from now on. Those that have begun end as they would
	 * have.
	 * @param change makes the new changes of the present ones
	 * @throws LlmException if a change names what is not there
	 */
	public synchronized void change(UnaryOperator<RoutingChanges> change) {
		RoutingTable now = this.table;
		this.table = now.changed(change.apply(now.changes()));
	}

	/**
	 * Sends a request to the provider or route that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the events, cold
	 */
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> send(this.table, request));
	}

	private static Flux<ChatEvent> send(RoutingTable table, ChatRequest request) {
		String asked = table.asked(request.model());
		Admission admission = Admission.of(request);
		admission.check(table.book().names());
		RouteProvider route = table.routes().get(asked);
		if (route != null) {
			return route.send(request);
		}
		Target<ProviderEntry> target = table.book().find(asked);
		Needs needs = Needs.of(request);
		if (admission.isOpen() && needs.isEmpty()) {
			return target.entry().provider().send(request.withModel(target.model()));
		}
		RouteCandidate candidate = RouteCandidate.of(target.entry(), target.model());
		admission.require(candidate);
		new Fitness(needs, table.configured().models()).require(candidate);
		return candidate.entry().provider().send(request.withModel(candidate.address().model()));
	}

	/**
	 * This router as the provider of whoever asks it.
	 * @return the provider, whose {@link ChatProvider#snapshot() snapshot} knows the
	 * providers and routes of the moment
	 */
	public ChatProvider asProvider() {
		return new ChatProvider() {

			@Override
			public Flux<ChatEvent> send(ChatRequest request) {
				return ModelRouter.this.send(request);
			}

			@Override
			public ChatProvider snapshot() {
				RoutingTable now = ModelRouter.this.table;
				return (request) -> Flux.defer(() -> ModelRouter.send(now, request));
			}

		};
	}

}
