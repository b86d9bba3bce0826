package io.github.llmspring.autoconfigure.endpoint;

import java.net.URI;
import java.util.List;
import java.util.TreeSet;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.Secret;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.routing.Hindrance;
import io.github.llmspring.routing.ProviderEntry;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * What may be told of how a provider is configured: of a key only whether there is one.
 *
 * @param entry the provider
 * @param embeddingModel the model that it asks for vectors, or {@code null}
 */
record ProviderFacts(ProviderEntry entry, @Nullable String embeddingModel) {

	private static final String MASK = Secret.of("").toString();

	void addTo(Report report) {
		ChatProvider bare = (this.entry.provider() instanceof SurroundedProvider surrounded) ? surrounded.bare()
				: this.entry.provider();
		if (bare instanceof HttpChatProvider remote) {
			ProviderSettings settings = remote.settings();
			report.with("type", settings.preset().name())
				.with("wireFormat", settings.wireFormat())
				.with("address", address(settings.baseUrl()))
				.with("key", key(settings));
		}
		else {
			report.with("type", "in-process");
		}
		report.with("embeddingModel", this.embeddingModel)
			.with("model", this.entry.model())
			.with("residency", List.copyOf(new TreeSet<>(this.entry.traits().residency())))
			.with("found", this.entry.found() ? true : null);
	}

	private static String address(URI baseUrl) {
		return UriComponentsBuilder.fromUri(baseUrl).userInfo(null).replaceQuery(null).fragment(null).toUriString();
	}

	private String key(ProviderSettings settings) {
		Hindrance hindrance = this.entry.traits().hindrance().now();
		if (hindrance != null && hindrance != Hindrance.BUDGET_SPENT) {
			return "missing";
		}
		boolean present = settings.preset().key().required() || !settings.apiKeys().isEmpty()
				|| !settings.apiKey().isEmpty();
		return present ? MASK : "none";
	}

}
