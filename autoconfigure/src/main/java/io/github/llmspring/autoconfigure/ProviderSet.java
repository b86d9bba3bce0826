package io.github.llmspring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.routing.Hindrance;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

/**
 * Providers of one configuration: those of the one before that can stay, and those that
 * are made of it when they are asked for.
 */
final class ProviderSet {

	private final ConfiguredProviders configured;

	private final ProviderFactory factory;

	private final boolean first;

	private final Map<Key, RunningProvider> kept;

	private final Map<Key, RunningProvider> members = new ConcurrentHashMap<>();

	private ProviderSet(ConfiguredProviders configured, ProviderFactory factory, boolean first,
			Map<Key, RunningProvider> kept) {
		this.configured = configured;
		this.factory = factory;
		this.first = first;
		this.kept = kept;
	}

	static ProviderSet atStart(ConfiguredProviders configured, ProviderFactory factory) {
		return new ProviderSet(configured, factory, true, Map.of());
	}

	/**
	 * Providers of a configuration that may take the place of this one.
	 * @param next the configuration
	 * @param anew the ids of those to make anew although nothing is written differently
	 * @return the providers, none made yet
	 */
	ProviderSet next(ConfiguredProviders next, Predicate<String> anew) {
		Map<Key, RunningProvider> kept = new ConcurrentHashMap<>(this.members);
		kept.keySet()
			.removeIf((key) -> anew.test(key.id()) || !this.configured.required().equals(next.required())
					|| !Objects.equals(this.configured.written().of(key.id()), next.written().of(key.id())));
		return new ProviderSet(next, this.factory, false, kept);
	}

	ConfiguredProviders configured() {
		return this.configured;
	}

	/**
	 * What may be spent.
	 */
	Budgets budgets() {
		return this.factory.budgets();
	}

	/**
	 * What of all that is shared may hinder a provider.
	 */
	Hindrance.Check hindrance(String id) {
		return this.factory.hindrance(id);
	}

	/**
	 * Configured provider that was made.
	 */
	@Nullable RunningProvider find(String id) {
		return this.members.get(new Key(id, false));
	}

	/**
	 * Configured provider.
	 */
	RunningProvider of(ConfiguredProvider provider) {
		return member(new Key(provider.id(), false),
				() -> this.factory.make(provider, this.configured.residency(provider.id()), this.first));
	}

	/**
	 * Configured provider of vectors.
	 */
	EmbeddingProvider embeddings(ConfiguredProvider provider) {
		return Objects.requireNonNull(of(provider).embeddings());
	}

	/**
	 * Provider that the application brings, surrounded.
	 */
	RunningProvider own(String id, Supplier<ChatProvider> provider) {
		return member(new Key(id, true), () -> this.factory.own(id, provider.get(), surroundings(id),
				this.configured.residency(id), this.first));
	}

	private Surroundings surroundings(String id) {
		ConfiguredProvider replaced = this.configured.byId().get(id);
		return ((replaced != null) ? replaced.surroundings() : Surroundings.DEFAULTS).toBuilder().model(null).build();
	}

	/**
	 * Provider of vectors that the application brings, surrounded as the answers under
	 * its id are.
	 * @param answers the provider of the application that answers under the same id, or
	 * {@code null}
	 */
	EmbeddingProvider own(String id, EmbeddingProvider provider, @Nullable String model,
			@Nullable Supplier<ChatProvider> answers) {
		ConfiguredProvider configured = this.configured.byId().get(id);
		RunningProvider running = (answers != null) ? own(id, answers)
				: (configured != null && !this.configured.isBrought(id)) ? of(configured)
						: own(id, () -> ProviderEntry.ofVectors(id).provider());
		return this.factory.own(id, running.chat().around(provider, model), model, this.configured.residency(id));
	}

	private RunningProvider member(Key key, Supplier<RunningProvider> maker) {
		RunningProvider known = this.members.get(key);
		if (known != null) {
			return known;
		}
		RunningProvider before = this.kept.get(key);
		RunningProvider made = (before != null) ? before : maker.get();
		RunningProvider other = this.members.putIfAbsent(key, made);
		if (other != null && other != made) {
			made.close();
		}
		return (other != null) ? other : made;
	}

	/**
	 * Ids of all that were made.
	 */
	Set<String> ids() {
		return ids(this.members);
	}

	/**
	 * Ids of those that another set does not have as they are here.
	 */
	Set<String> without(ProviderSet other) {
		return ids(apart(other));
	}

	/**
	 * Lets those be forgotten that another set does not have.
	 */
	void retire(ProviderSet next) {
		apart(next).values().forEach(RunningProvider::retire);
	}

	/**
	 * Closes those that another set does not have, each after its last call.
	 */
	void close(ProviderSet next) {
		apart(next).values().forEach(RunningProvider::close);
	}

	private Map<Key, RunningProvider> apart(ProviderSet other) {
		Map<Key, RunningProvider> apart = new HashMap<>(this.members);
		apart.entrySet().removeIf((member) -> other.members.get(member.getKey()) == member.getValue());
		return apart;
	}

	private static Set<String> ids(Map<Key, RunningProvider> members) {
		return members.keySet().stream().map(Key::id).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * What tells providers apart: an application may bring the answers of one id and have
	 * its vectors configured.
	 */
	private record Key(String id, boolean own) {
	}

}
