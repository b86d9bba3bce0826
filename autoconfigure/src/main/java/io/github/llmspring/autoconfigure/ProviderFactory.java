package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.resilience.CallsUnderWay;
import io.github.llmspring.routing.Hindrance;
import io.github.llmspring.routing.Residency;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedEmbeddingProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes providers of what is configured.
 */
final class ProviderFactory {

	private static final Log logger = LogFactory.getLog(ProviderFactory.class);

	private final ProviderWebClients clients;

	private final ProviderAuthorizations authorizations;

	private final ObjectProvider<LlmConnectionDetails> details;

	private final SharedSurroundings shared;

	private final Models models;

	private final Map<String, List<ServerAddress>> servers = new ConcurrentHashMap<>();

	ProviderFactory(ProviderWebClients clients, ProviderAuthorizations authorizations,
			ObjectProvider<LlmConnectionDetails> details, SharedSurroundings shared, Models models) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.details = details;
		this.shared = shared;
		this.models = models;
	}

	/**
	 * Makes a provider with everything that surrounds it.
	 * @param configured what is configured of it
	 * @param residency where it keeps data, and what is required of it
	 * @param breaker whether it gets its circuit breaker at once
	 * @return the provider
	 */
	RunningProvider make(ConfiguredProvider configured, Residency residency, boolean breaker) {
		if (configured instanceof ConfiguredProvider.Brought brought) {
			throw brought.unknown();
		}
		if (configured instanceof ConfiguredProvider.Remote remote) {
			return remote(connected(remote), residency, breaker);
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		ChatProvider bare = withOptions(new SimulatedChatProvider(simulated.id(), simulated.settings()),
				simulated.options());
		ObservedService service = ObservedService.named(SimulatedChatProvider.TYPE);
		SurroundedProvider chat = surrounded(simulated.id(), bare,
				with(simulated.surroundings(), breaker).service(service).build(), residency);
		String model = (simulated.embeddingModel() != null) ? simulated.embeddingModel() : simulated.model();
		EmbeddingProvider vectors = chat.around(new SimulatedEmbeddingProvider(simulated.id(), simulated.settings()),
				model);
		return new RunningProvider(chat, this.shared.around(simulated.id(), service, model, vectors, residency),
				hindrance(simulated.id()), null);
	}

	private RunningProvider remote(ConfiguredProvider.Remote remote, Residency residency, boolean breaker) {
		ProviderSettings settings = this.authorizations.authorized(remote)
			.withRejects((model) -> this.models.rejects(remote.id(), model));
		ObservedService service = ObservedService.of(settings.preset().telemetryName(), settings.baseUrl());
		Connections connections = this.clients.open(remote);
		CallsUnderWay calls = new CallsUnderWay(connections.closing());
		SurroundedProvider chat = surrounded(remote.id(), new HttpChatProvider(settings, connections.client()),
				with(remote.surroundings(), breaker).service(service).calls(calls).build(), residency);
		EmbeddingProvider vectors = chat.around(new HttpEmbeddingProvider(settings, connections.client()),
				settings.embeddingModel());
		return new RunningProvider(chat,
				this.shared.around(remote.id(), service, remote.embeddingModel(),
						(request) -> calls.counted(vectors.embed(request)), residency),
				() -> hindrance(remote.id(), settings), calls);
	}

	/**
	 * What may be spent.
	 * @return the budgets, possibly none
	 */
	Budgets budgets() {
		return this.shared.accounting().budgets();
	}

	/**
	 * Surrounds a provider of the application.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param surroundings what is configured of it
	 * @param residency where it keeps data, and what is required of it
	 * @param breaker whether it gets its circuit breaker at once
	 * @return the provider
	 */
	RunningProvider own(String id, ChatProvider provider, Surroundings surroundings, Residency residency,
			boolean breaker) {
		return new RunningProvider(surrounded(id, provider, with(surroundings, breaker).build(), residency), null,
				hindrance(id), null);
	}

	/**
	 * Surrounds a provider of vectors of the application with what all of them share.
	 * @param id the provider's id
	 * @param provider the provider with its retries, limits and budgets
	 * @param model the model that it is configured to have, or {@code null}
	 * @param residency where it keeps data, and what is required of it
	 * @return the provider
	 */
	EmbeddingProvider own(String id, EmbeddingProvider provider, @Nullable String model, Residency residency) {
		return this.shared.around(id, ObservedService.named(id), model, provider, residency);
	}

	private SurroundedProvider surrounded(String id, ChatProvider provider, Surroundings own, Residency residency) {
		return Assembly.surround(id, provider, this.shared.with(own, residency));
	}

	private static Surroundings.Builder with(Surroundings own, boolean breaker) {
		return own.toBuilder().circuitBreaker(breaker ? own.circuitBreaker() : null);
	}

	/**
	 * What of all that is shared may hinder a provider: the budgets.
	 * @param id the provider's id
	 * @return whether one is spent that is the provider's own
	 */
	Hindrance.Check hindrance(String id) {
		return () -> budgets().allow(id) ? null : Hindrance.BUDGET_SPENT;
	}

	private @Nullable Hindrance hindrance(String id, ProviderSettings settings) {
		if (settings.authorization() instanceof NoAuthorization) {
			return Hindrance.NO_LIBRARY;
		}
		try {
			return settings.hasCredentials() ? hindrance(id).now() : Hindrance.NO_KEY;
		}
		catch (RuntimeException ex) {
			return Hindrance.UNREADABLE_KEY;
		}
	}

	/**
	 * The provider where its server is. Several servers are no reason to fail, as one of
	 * them is as good as another; which one it is must not be a riddle.
	 */
	private ConfiguredProvider.Remote connected(ConfiguredProvider.Remote remote) {
		List<ServerAddress> known = this.servers.computeIfAbsent(remote.id(), (id) -> {
			List<ServerAddress> servers = this.details.orderedStream()
				.filter((details) -> details.service().equals(id))
				.map((details) -> new ServerAddress(details.host(), details.port()))
				.toList();
			if (servers.size() > 1) {
				logger.warn("Provider '" + id + "' connects to " + servers.get(0).root() + ". Left aside: "
						+ servers.stream().skip(1).map(ServerAddress::root).collect(Collectors.joining(", ")) + ".");
			}
			return servers;
		});
		return known.isEmpty() ? remote : remote.at(known.get(0));
	}

	private static ChatProvider withOptions(ChatProvider provider, ChatOptions defaults) {
		return new ChatProvider() {

			@Override
			public Flux<ChatEvent> send(ChatRequest request) {
				return provider.send(request.toBuilder().options(request.options().orElse(defaults)).build());
			}

			@Override
			public Mono<List<ModelInfo>> models() {
				return provider.models();
			}

		};
	}

}
