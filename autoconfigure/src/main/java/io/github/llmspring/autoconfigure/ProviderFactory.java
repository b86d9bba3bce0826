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
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.observation.Observations;
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

	private final Accounting accounting;

	private final Models models;

	private final Observations observations;

	private final Map<String, ConfiguredProvider.Remote> connected = new ConcurrentHashMap<>();

	private final Map<String, ProviderSettings> settings = new ConcurrentHashMap<>();

	ProviderFactory(ProviderWebClients clients, ProviderAuthorizations authorizations,
			ObjectProvider<LlmConnectionDetails> details, CandidateHealth health, Quotas quotas, Models models,
			Accounting accounting, Observations observations) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.details = details;
		this.health = health;
		this.quotas = quotas;
		this.accounting = accounting;
		this.models = models;
		this.observations = observations;
	}

	/**
	 * Makes a provider with everything that surrounds it.
	 * @param configured what is configured of it
	 * @return the provider
	 */
	ChatProvider create(ConfiguredProvider configured) {
		return surrounded(configured.id(), bare(configured),
				configured.surroundings().toBuilder().service(service(configured)).build());
	}

	/**
	 * Surrounds a provider with what all providers of the application share, and with
	 * what is its own.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param own what is configured of it
	 * @return the provider that applications see
	 */
	SurroundedProvider surrounded(String id, ChatProvider provider, Surroundings own) {
		Surroundings.Builder all = own.toBuilder()
			.health(this.health)
			.quotas(this.quotas)
			.observations(this.observations);
		return Assembly.surround(id, provider, this.accounting.addTo(all).build());
	}

	private ObservedService service(ConfiguredProvider configured) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			ProviderSettings settings = connected(remote).settings();
			return ObservedService.of(settings.preset().telemetryName(), settings.baseUrl());
		}
		return ObservedService.named(SimulatedChatProvider.TYPE);
	}

	private ChatProvider bare(ConfiguredProvider configured) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			ConfiguredProvider.Remote connected = connected(remote);
			ProviderSettings authorized = this.authorizations.authorized(connected)
				.withRejects((model) -> this.models.rejects(remote.id(), model));
			this.settings.put(remote.id(), authorized);
			return new HttpChatProvider(authorized, this.clients.create(connected));
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		return withOptions(new SimulatedChatProvider(simulated.id(), simulated.settings()), simulated.options());
	}

	/**
	 * What may be spent.
	 * @return the budgets, possibly none
	 */
	Budgets budgets() {
		return this.accounting.budgets();
	}

	/**
	 * Whether a provider that was made can be asked now, as one without a key or with a
	 * budget of its own that is spent cannot.
	 * @param id the provider's id
	 * @return whether it can
	 */
	boolean isUsable(String id) {
		if (!this.accounting.budgets().allow(id)) {
			return false;
		}
		ProviderSettings known = this.settings.get(id);
		try {
			return known == null || (known.hasCredentials() && !(known.authorization() instanceof NoAuthorization));
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Makes a provider of vectors, over the connections of the provider of answers.
	 * @param configured what is configured of it
	 * @return the provider
	 */
	EmbeddingProvider embeddings(ConfiguredProvider configured) {
		return this.observations.ofEmbeddings(configured.id(), service(configured), configured.embeddingModel(),
				bareEmbeddings(configured));
	}

	/**
	 * Surrounds a provider of vectors of the application with what all of them share.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param model the model that it is configured to have, or {@code null}
	 * @return the provider
	 */
	EmbeddingProvider surrounded(String id, EmbeddingProvider provider, @Nullable String model) {
		return this.observations.ofEmbeddings(id, ObservedService.named(id), model, provider);
	}

	private EmbeddingProvider bareEmbeddings(ConfiguredProvider configured) {
		if (configured instanceof ConfiguredProvider.Remote remote) {
			ConfiguredProvider.Remote connected = connected(remote);
			return new HttpEmbeddingProvider(this.authorizations.authorized(connected), this.clients.create(connected));
		}
		ConfiguredProvider.Simulated simulated = (ConfiguredProvider.Simulated) configured;
		return new SimulatedEmbeddingProvider(simulated.id(), simulated.settings());
	}

	/**
	 * The provider where its server is. Several servers are no reason to fail, as one of
	 * them is as good as another; which one it is must not be a riddle.
	 */
	private ConfiguredProvider.Remote connected(ConfiguredProvider.Remote remote) {
		return this.connected.computeIfAbsent(remote.id(), (id) -> {
			List<ServerAddress> servers = this.details.orderedStream()
				.filter((details) -> details.service().equals(id))
				.map((details) -> new ServerAddress(details.host(), details.port()))
				.toList();
			if (servers.size() > 1) {
				logger.warn("Provider '" + id + "' connects to " + servers.get(0).root() + ". Left aside: "
						+ servers.stream().skip(1).map(ServerAddress::root).collect(Collectors.joining(", ")) + ".");
			}
			return servers.isEmpty() ? remote : remote.at(servers.get(0));
		});
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
