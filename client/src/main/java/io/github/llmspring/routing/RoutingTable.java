package io.github.llmspring.routing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.AddressBook.Target;
import org.jspecify.annotations.Nullable;

/**
 * All that addresses can mean at a time.
 *
 * @param configured what is configured
 * @param changes what was changed of it by hand
 * @param book the providers
 * @param routes the routes, by name
 */
record RoutingTable(Configured configured, RoutingChanges changes, AddressBook<ProviderEntry> book,
		Map<String, RouteProvider> routes) {

	static RoutingTable of(Configured configured, RoutingChanges changes) {
		List<Route> routes = configured.routes().stream().map(changes::applied).toList();
		String changed = changes.defaultModel();
		AddressBook<ProviderEntry> book = new AddressBook<>(configured.entries(),
				routes.stream().map(Route::name).toList(), (changed != null) ? changed : configured.defaultModel());
		Map<String, RouteProvider> byName = new LinkedHashMap<>();
		CandidateHealth health = configured.health();
		Models models = configured.models();
		new RouteTable(routes, book.entries(), (provider, model) -> candidate(book, provider, model),
				Preferences.of(health, new ByPrice(models, configured.tokens())), models)
			.groups()
			.forEach((group) -> byName.put(group.route().name(), new RouteProvider(group, health, models)));
		return new RoutingTable(configured, changes, book, byName);
	}

	private static @Nullable RouteCandidate candidate(AddressBook<ProviderEntry> book, String provider,
			@Nullable String model) {
		Target<ProviderEntry> target = book.match(new ModelAddress(provider, model));
		return (target != null) ? RouteCandidate.of(target.entry(), target.model()) : null;
	}

	/**
	 * This table with other changes.
	 */
	RoutingTable changed(RoutingChanges changes) {
		changes.check(this.configured.routes());
		String address = changes.defaultModel();
		if (address != null && !this.routes.containsKey(address)) {
			find(address);
		}
		return of(this.configured, changes);
	}

	/**
	 * Address that is asked.
	 */
	String asked(@Nullable String address) {
		return this.book.asked(address, "no model was asked for and there is no default",
				"Set llm.default-model, or name a model in the prompt.");
	}

	/**
	 * The one model that an address names which is no route.
	 */
	RouteCandidate find(String asked) {
		Target<ProviderEntry> target = this.book.find(asked);
		return RouteCandidate.of(target.entry(), target.model());
	}

	/**
	 * Models that an address would be sent to now, without those that cannot be asked.
	 */
	List<ModelAddress> plan(@Nullable String address) {
		String asked = asked(address);
		RouteProvider route = this.routes.get(asked);
		List<RouteCandidate> planned = (route != null)
				? RoutePlan.candidates(route.group(), this.configured.health(), this.configured.models())
				: List.of(find(asked));
		return planned.stream()
			.filter((candidate) -> isAskable(candidate.entry()))
			.map(RouteCandidate::address)
			.toList();
	}

	private boolean isAskable(ProviderEntry entry) {
		return entry.traits().isUsable() && !this.configured.health().switches().isOff(entry.id());
	}

	/**
	 * What is configured of where requests go.
	 *
	 * @param entries the providers
	 * @param routes the routes
	 * @param defaultModel the address that is asked where a request names none, if any
	 * @param health tells how candidates are
	 * @param models tells what models cost and can do
	 * @param tokens estimates the tokens of a message
	 */
	record Configured(Collection<ProviderEntry> entries, List<Route> routes, @Nullable String defaultModel,
			CandidateHealth health, Models models, ToIntFunction<Message> tokens) {
	}

}
