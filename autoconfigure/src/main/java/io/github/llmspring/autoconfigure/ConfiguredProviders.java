package io.github.llmspring.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.Secret;
import io.github.llmspring.routing.Residency;
import io.github.llmspring.routing.Route;
import org.jspecify.annotations.Nullable;

/**
 * What configuration says of all providers.
 *
 * @param byId the providers by id, in the order of configuration
 * @param defaultModel the model that answers where a request names none, if configured
 * @param defaultEmbeddingModel the model that makes vectors where a request names none,
 * if configured
 * @param fallback whether nothing is configured, so that the embedded provider stands in
 * where the application brings no provider of its own
 * @param found the ids of those that nobody configured: their servers were found
 * @param routes the routes in the order of configuration
 * @param required the words of residency that every provider must have
 * @param written all that was written, to be compared
 */
record ConfiguredProviders(Map<String, ConfiguredProvider> byId, @Nullable String defaultModel,
		@Nullable String defaultEmbeddingModel, boolean fallback, Set<String> found, List<Route> routes,
		Set<String> required, Written written) {

	/**
	 * Residency of a provider; one that nothing is configured of promises nothing.
	 * @param id the provider's id
	 * @return its residency
	 */
	Residency residency(String id) {
		ConfiguredProvider provider = this.byId.get(id);
		return new Residency((provider != null) ? provider.residency() : Set.of(), this.required);
	}

	/**
	 * Providers that are asked beside those that the application brings.
	 * @param own the ids of those of the application, which count in place of configured
	 * ones, and all the more of the embedded one
	 * @param otherwise the ids of those that the application brings for something else:
	 * vectors beside answers, or answers beside vectors
	 * @return the configured ones that remain
	 */
	List<ConfiguredProvider> with(Collection<String> own, Collection<String> otherwise) {
		if (this.fallback && !own.isEmpty()) {
			return List.of();
		}
		return this.byId.values()
			.stream()
			.filter((provider) -> !own.contains(provider.id())
					&& !(isBrought(provider.id()) && otherwise.contains(provider.id())))
			.toList();
	}

	/**
	 * Whether nothing but a bean of the application can be the provider of an id.
	 * @param id the id
	 * @return whether configuration does not say what it is
	 */
	boolean isBrought(String id) {
		return this.byId.get(id) instanceof ConfiguredProvider.Brought;
	}

	/**
	 * Whether a provider must be told its model: one of the application may choose
	 * itself.
	 * @param id the id
	 * @return whether it is a configured service
	 */
	boolean needsModel(String id) {
		return this.byId.containsKey(id) && !isBrought(id);
	}

	/**
	 * Whether the embedded provider is all there is, because nobody configured or brought
	 * another.
	 * @param ids the ids of all providers
	 * @return whether it stands in
	 */
	boolean standsIn(Set<String> ids) {
		return this.fallback && ids.equals(this.byId.keySet());
	}

	/**
	 * Everything among it that must not be shown.
	 * @return the keys, headers that prove who asks, and passwords of proxies
	 */
	List<Secret> secrets() {
		return this.byId.values()
			.stream()
			.filter(ConfiguredProvider.Remote.class::isInstance)
			.flatMap((provider) -> ((ConfiguredProvider.Remote) provider).settings().secrets().stream())
			.toList();
	}

}
