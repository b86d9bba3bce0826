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
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.logging.LoggedEmbeddings;
import io.github.llmspring.resilience.CallsUnderWay;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.routing.Residency;
import io.github.llmspring.routing.ResidencyEmbeddings;
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

	private final CandidateHealth health;

	private final Quotas quotas;

	private final ObjectProvider<CallLogging> logging;

	private final Map<String, List<ServerAddress>> servers = new ConcurrentHashMap<>();

	ProviderFactory(ProviderWebClients clients, ProviderAuthorizations authorizations,
			ObjectProvider<LlmConnectionDetails> details, CandidateHealth health, Quotas quotas,
			ObjectProvider<CallLogging> logging) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.details = details;
		this.health = health;
		this.quotas = new KeptQuotas(quotas);
		this.logging = logging;
	}

	/**
	 * Makes a provider with everything that surrounds it.
	 * @param configured what is configured of it
	 * @param residency where it keeps data, and what is required of it
	 * @param breaker whether it gets its circuit breaker at once
	 * @return the provider
	 */
	RunningProvider make(ConfiguredProvider configured, Residency residency, boolean breaker) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			return remote(connected(remote), residency, breaker);
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		SurroundedProvider chat = surrounded(simulated.id(),
				withOptions(new SimulatedChatProvider(simulated.id(), simulated.settings()), simulated.options()),
				with(simulated.surroundings(), residency, breaker));
		EmbeddingProvider vectors = chat
			.around(new SimulatedEmbeddingProvider(simulated.id(), simulated.settings()));
		return new RunningProvider(chat, surrounded(simulated.id(), vectors, residency), () -> true, null);
	}

	private RunningProvider remote(ConfiguredProvider.Remote remote, Residency residency, boolean breaker) {
		ProviderSettings settings = this.authorizations.authorized(remote);
		Connections connections = this.clients.open(remote);
		CallsUnderWay calls = new CallsUnderWay(connections.closing());
		SurroundedProvider chat = surrounded(remote.id(), new HttpChatProvider(settings, connections.client()),
				with(remote.surroundings(), residency, breaker).toBuilder().calls(calls).build());
		EmbeddingProvider vectors = chat.around(new HttpEmbeddingProvider(settings, connections.client()));
		return new RunningProvider(chat,
				surrounded(remote.id(), (request) -> calls.counted(vectors.embed(request)), residency),
				() -> isUsable(settings), calls);
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
		return new RunningProvider(surrounded(id, provider, with(surroundings, residency, breaker)), null, () -> true,
				null);
	}

	/**
	 * Surrounds a provider with what all providers of the application share, and with
	 * what is its own.
	 */
	private SurroundedProvider surrounded(String id, ChatProvider provider, Surroundings own) {
		return Assembly.surround(id, provider, own.toBuilder().health(this.health).quotas(this.quotas).build());
	}

	private static Surroundings with(Surroundings own, Residency residency, boolean breaker) {
		return own.toBuilder()
			.residency(residency)
			.circuitBreaker(breaker ? own.circuitBreaker() : null)
			.build();
	}

	private static boolean isUsable(ProviderSettings settings) {
		try {
			return settings.hasCredentials() && !(settings.authorization() instanceof NoAuthorization);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Surrounds a provider of vectors with what all providers of the application share.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param residency where it keeps data, and what is required of it
	 * @return the provider that applications see
	 */
	EmbeddingProvider surrounded(String id, EmbeddingProvider provider, Residency residency) {
		EmbeddingProvider resident = new ResidencyEmbeddings(id, provider, residency);
		CallLogging wanted = this.logging.getIfAvailable();
		return (wanted != null) ? new LoggedEmbeddings(id, resident, wanted) : resident;
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
