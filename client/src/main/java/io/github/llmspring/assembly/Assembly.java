package io.github.llmspring.assembly;

import java.util.Collection;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.budget.BudgetedEmbeddings;
import io.github.llmspring.budget.BudgetedProvider;
import io.github.llmspring.budget.CostProvider;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.entity.MendingProvider;
import io.github.llmspring.events.ContractProvider;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.GuardedProvider;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.logging.LoggedProvider;
import io.github.llmspring.memory.ConversationProvider;
import io.github.llmspring.memory.TokenEstimate;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.resilience.DeadlineProvider;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.resilience.RetryProvider;
import io.github.llmspring.resilience.RetryingEmbeddings;
import io.github.llmspring.resilience.TimeLimitedEmbeddings;
import io.github.llmspring.resilience.limit.RateLimitSettings;
import io.github.llmspring.resilience.limit.RateLimitedProvider;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.ProviderEntry.LastResort;
import io.github.llmspring.routing.ResidencyProvider;
import io.github.llmspring.routing.Route;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.tools.ToolLoopProvider;
import org.jspecify.annotations.Nullable;

/**
 * Puts providers, what surrounds them and the client together; the only place that knows
 * the order.
 *
 * <pre>
 * ChatClient
 *   -&gt; conversation                   what was said before? then it is remembered
 *     -&gt; mending                      does the answer have its form? if not, again
 *       -&gt; tool loop                  does the model want tools to be run? then again
 *         -&gt; log                      how did it end? only where calls are logged
 *           -&gt; router                   which provider has the model?
 *             -&gt; per provider: residency  has it what is required of it?
 *               -&gt; deadline               is there time left, waits and retries included?
 *                 -&gt; budgets                is there money left? where there are budgets
 *                   -&gt; retry                  did it fail before it began? then perhaps again
 *                     -&gt; guard                is the model's breaker closed? how did it go?
 *                       -&gt; rate limit           may it be sent now?
 *                         -&gt; cost                 what did it cost? where there are prices
 *                           -&gt; contract             is it all that providers are to be? only for those that
 *                                                   are not of this library
 *                             -&gt; provider             encode, send, frame, decode
 * </pre>
 *
 * Where somebody is told, an observation stands before the tool loop, the log and each
 * provider's deadline.
 * <p>
 * The conversation is outermost, so that it is remembered once, with all turns of the
 * tools, and only if the answer is complete and has its form.
 * <p>
 * Each turn of the tool loop is a request that goes down once, and whose events come up
 * once. The loop is next, so that a route chooses, and a provider fails and is retried,
 * turn by turn: no tool runs twice for it. It sets the deadline of the whole answer,
 * which every turn below keeps to, and costs nothing where a request has no tools to run.
 * <p>
 * The log stands inside the tool loop, so that each turn is an entry with its own tokens,
 * and outside the router, so that the entry tells all that was tried.
 * <p>
 * The guard stands inside the retries, because the service counts every attempt. What the
 * residency forbids comes before both: it says nothing about the service.
 * <p>
 * Vectors have the same deadline around each call, and the same from the budgets down to
 * the cost around each request, of which a call with many texts makes several:
 * {@link SurroundedProvider#around}. Who guards, limits and counts answers does so for
 * vectors, so that both together keep to one limit, one budget and one breaker for each
 * model.
 */
public final class Assembly {

	private Assembly() {
	}

	/**
	 * Surrounds a provider with what every provider gets.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param surroundings what it gets
	 * @return the provider that applications see
	 * @throws IllegalStateException if a circuit breaker is wanted and its library absent
	 */
	public static SurroundedProvider surround(String id, ChatProvider provider, Surroundings surroundings) {
		CandidateHealth health = (surroundings.health() != null) ? surroundings.health() : new CandidateHealth();
		if (surroundings.circuitBreaker() != null) {
			health.protect(id, surroundings.circuitBreaker());
		}
		ChatProvider sound = isOurs(provider) ? provider : new ContractProvider(id, provider);
		CostProvider priced = priced(id, sound, surroundings);
		ChatProvider counted = (priced != null) ? priced : sound;
		RateLimitedProvider limited = limited(id, counted, surroundings);
		GuardedProvider guarded = new GuardedProvider(id, (limited != null) ? limited : counted, health);
		ChatProvider unguarded = guarded.asLastResort();
		SurroundedProvider.Ways ways = new SurroundedProvider.Ways(surroundings.model(),
				timed(id, guarded, surroundings.retry(), surroundings),
				timed(id, guarded, RetryPolicy.HASTY, surroundings),
				new LastResort(timed(id, unguarded, surroundings.retry(), surroundings),
						timed(id, unguarded, RetryPolicy.HASTY, surroundings)));
		SurroundedProvider.Vectors vectors = new SurroundedProvider.Vectors(
				(call) -> new TimeLimitedEmbeddings(id, call, surroundings.total()), (request) -> {
					EmbeddingProvider sent = (priced != null) ? priced.around(request) : request;
					EmbeddingProvider admitted = guarded.around((limited != null) ? limited.around(sent) : sent);
					return budgeted(id, new RetryingEmbeddings(id, admitted, surroundings.retry()), surroundings);
				});
		return new SurroundedProvider(provider, ways, vectors, limited, guarded);
	}

	private static boolean isOurs(ChatProvider provider) {
		return provider instanceof HttpChatProvider || provider instanceof SimulatedChatProvider;
	}

	private static @Nullable CostProvider priced(String id, ChatProvider provider, Surroundings surroundings) {
		return (surroundings.pricing() != null)
				? new CostProvider(id, provider, surroundings.pricing(), surroundings.spending(), TokenEstimate::of)
				: null;
	}

	private static @Nullable RateLimitedProvider limited(String id, ChatProvider provider, Surroundings surroundings) {
		RateLimitSettings limits = surroundings.rateLimit();
		return limits.limited()
				? new RateLimitedProvider(id, provider, limits, surroundings.quotas(), TokenEstimate::of) : null;
	}

	private static ChatProvider timed(String id, ChatProvider guarded, RetryPolicy retry, Surroundings surroundings) {
		ChatProvider timed = new DeadlineProvider(id, budgeted(id, new RetryProvider(id, guarded, retry), surroundings),
				surroundings.total(), surroundings.calls());
		ObservedService service = surroundings.service();
		ChatProvider observed = surroundings.observations()
			.ofProvider(id, (service != null) ? service : ObservedService.named(id), timed);
		return new ResidencyProvider(id, observed, surroundings.residency());
	}

	private static ChatProvider budgeted(String id, ChatProvider provider, Surroundings surroundings) {
		return (surroundings.budgets() != null) ? new BudgetedProvider(id, provider, surroundings.budgets()) : provider;
	}

	private static EmbeddingProvider budgeted(String id, EmbeddingProvider provider, Surroundings surroundings) {
		return (surroundings.budgets() != null) ? new BudgetedEmbeddings(id, provider, surroundings.budgets())
				: provider;
	}

	/**
	 * Router among surrounded providers.
	 * @param entries the providers
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 * @return the router
	 */
	public static ModelRouter router(Collection<ProviderEntry> entries, @Nullable String defaultModel) {
		return new ModelRouter(entries, defaultModel);
	}

	/**
	 * Router among surrounded providers and routes, of whose models nothing is known.
	 * @param entries the providers
	 * @param routes the routes
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 * @param health the one that the providers were surrounded with
	 * @return the router
	 * @throws io.github.llmspring.routing.InvalidRouteException if a route cannot be
	 */
	public static ModelRouter router(Collection<ProviderEntry> entries, Collection<Route> routes,
			@Nullable String defaultModel, CandidateHealth health) {
		return router(entries, routes, defaultModel, health, Models.NONE);
	}

	/**
	 * Router among surrounded providers and routes. The providers of routes get circuit
	 * breakers where they have none and their library is there.
	 * @param entries the providers
	 * @param routes the routes
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 * @param health the one that the providers were surrounded with
	 * @param models tells what models cost and can do
	 * @return the router
	 * @throws io.github.llmspring.routing.InvalidRouteException if a route cannot be
	 */
	public static ModelRouter router(Collection<ProviderEntry> entries, Collection<Route> routes,
			@Nullable String defaultModel, CandidateHealth health, Models models) {
		ModelRouter router = unprotectedRouter(entries, routes, defaultModel, health, models);
		new BreakerAssignment(router, health).addMissing();
		return router;
	}

	/**
	 * Router that is to take the place of another one, and may yet turn out not to:
	 * nothing is changed of what is known of the providers.
	 * @param entries the providers
	 * @param routes the routes
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 * @param health the one that the providers were surrounded with
	 * @param models tells what models cost and can do
	 * @return the router
	 * @throws io.github.llmspring.routing.InvalidRouteException if a route cannot be
	 */
	public static ModelRouter unprotectedRouter(Collection<ProviderEntry> entries, Collection<Route> routes,
			@Nullable String defaultModel, CandidateHealth health, Models models) {
		return new ModelRouter(entries.stream().map(Assembly::amongOthers).toList(), routes, defaultModel, health,
				models, TokenEstimate::of);
	}

	private static ProviderEntry amongOthers(ProviderEntry entry) {
		return (entry.provider() instanceof SurroundedProvider surrounded)
				? entry.withAmongOthers(surrounded.amongOthers()).withLastResort(surrounded.asLastResort()) : entry;
	}

	/**
	 * Client that asks a router, runs tools within the default bounds and remembers
	 * conversations in this process.
	 * @param router the router
	 * @return the client
	 */
	public static ChatClient client(ModelRouter router) {
		return of(router).client();
	}

	/**
	 * Client of a single provider, for programs that need no router. It runs tools within
	 * the default bounds and remembers conversations in this process.
	 * @param provider the provider
	 * @return the client
	 */
	public static ChatClient client(ChatProvider provider) {
		return of(provider).client();
	}

	/**
	 * Begins to make a client that asks a router.
	 * @param router the router
	 * @return what can be set of the client
	 */
	public static ClientAssembly of(ModelRouter router) {
		return new ClientAssembly(router.asProvider(), (request) -> route(router, request));
	}

	private static @Nullable String route(ModelRouter router, ChatRequest request) {
		String asked = (request.model() != null) ? request.model() : router.defaultModel();
		return (asked != null && router.routes().contains(asked)) ? asked : null;
	}

	/**
	 * Begins to make a client of a single provider.
	 * @param provider the provider
	 * @return what can be set of the client
	 */
	public static ClientAssembly of(ChatProvider provider) {
		return new ClientAssembly(provider, (request) -> null);
	}

	static ChatClient client(ClientAssembly given) {
		CallLogging logging = given.logging();
		ChatProvider logged = (logging != null) ? new LoggedProvider(given.provider(), logging) : given.provider();
		Observations observations = given.observations();
		ToolLoopProvider loop = given.toolLoop(observations.ofCalls(given.route(), logged));
		ChatProvider tools = observations.ofToolLoop(loop.calling(observations.ofTools()));
		return ChatClient.of(new ConversationProvider(new MendingProvider(tools), given.memory()));
	}

}
