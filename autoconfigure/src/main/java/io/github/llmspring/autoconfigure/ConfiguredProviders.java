package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.llmspring.Secret;
import io.github.llmspring.http.WeightedKey;
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
 */
record ConfiguredProviders(Map<String, ConfiguredProvider> byId, @Nullable String defaultModel,
		@Nullable String defaultEmbeddingModel, boolean fallback, Set<String> found, List<Route> routes,
		Set<String> required) {

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
	 * @return the keys, and passwords of proxies
	 */
	List<Secret> secrets() {
		return this.byId.values()
			.stream()
			.filter(ConfiguredProvider.Remote.class::isInstance)
			.map((provider) -> ((ConfiguredProvider.Remote) provider).settings())
			.flatMap((settings) -> Stream.concat(settings.apiKeys().stream().map(WeightedKey::key),
					Stream.of(settings.apiKey(), password(settings.proxy()))))
			.filter((secret) -> !secret.isEmpty())
			.toList();
	}

	private static Secret password(@Nullable URI proxy) {
		String user = (proxy != null) ? proxy.getRawUserInfo() : null;
		return Secret.of((user != null) ? user.substring(user.indexOf(':') + 1) : "");
	}

}
