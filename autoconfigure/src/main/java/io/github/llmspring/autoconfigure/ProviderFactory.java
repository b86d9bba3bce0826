package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.resilience.CallsUnderWay;
import io.github.llmspring.resilience.limit.Quotas;
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

	private final Map<String, List<ServerAddress>> servers = new ConcurrentHashMap<>();

	ProviderFactory(ProviderWebClients clients, ProviderAuthorizations authorizations,
			ObjectProvider<LlmConnectionDetails> details, CandidateHealth health, Quotas quotas) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.details = details;
		this.health = health;
		this.quotas = new KeptQuotas(quotas);
	}

	/**
	 * Makes a provider with everything that surrounds it.
	 * @param configured what is configured of it
	 * @param breaker whether it gets its circuit breaker at once
	 * @return the provider
	 */
	RunningProvider make(ConfiguredProvider configured, boolean breaker) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			return remote(connected(remote), breaker);
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		ChatProvider chat = withOptions(new SimulatedChatProvider(simulated.id(), simulated.settings()),
				simulated.options());
		return new RunningProvider(surrounded(simulated.id(), chat, simulated.surroundings(), breaker, null),
				new SimulatedEmbeddingProvider(simulated.id(), simulated.settings()), () -> true, null);
	}

	private RunningProvider remote(ConfiguredProvider.Remote remote, boolean breaker) {
		ProviderSettings settings = this.authorizations.authorized(remote);
		Connections connections = this.clients.open(remote);
		CallsUnderWay calls = new CallsUnderWay(connections.closing());
		HttpEmbeddingProvider embeddings = new HttpEmbeddingProvider(settings, connections.client());
		return new RunningProvider(
				surrounded(remote.id(), new HttpChatProvider(settings, connections.client()), remote.surroundings(),
						breaker, calls),
				(request) -> calls.counted(embeddings.embed(request)), () -> isUsable(settings), calls);
	}

	/**
	 * Surrounds a provider of the application.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param surroundings what is configured of it
	 * @param breaker whether it gets its circuit breaker at once
	 * @return the provider
	 */
	RunningProvider own(String id, ChatProvider provider, Surroundings surroundings, boolean breaker) {
		return new RunningProvider(surrounded(id, provider, surroundings, breaker, null), null, () -> true, null);
	}

	/**
	 * Surrounds a provider with what all providers of the application share, and with
	 * what is its own.
	 */
	private SurroundedProvider surrounded(String id, ChatProvider provider, Surroundings own, boolean breaker,
			@Nullable CallsUnderWay calls) {
		return Assembly.surround(id, provider,
				own.toBuilder()
					.circuitBreaker(breaker ? own.circuitBreaker() : null)
					.health(this.health)
					.quotas(this.quotas)
					.calls(calls)
					.build());
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
