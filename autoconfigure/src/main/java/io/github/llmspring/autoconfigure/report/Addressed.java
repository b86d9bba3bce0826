package io.github.llmspring.autoconfigure.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.routing.EmbeddingEntry;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

/**
 * What can be addressed, be it for answers or for vectors.
 *
 * @param router knows who answers
 * @param vectors knows who makes vectors
 */
public record Addressed(ModelRouter router, EmbeddingRouter vectors) {

	/**
	 * What can be addressed now.
	 * @return what stays as it is when something changes meanwhile
	 */
	public Addressed snapshot() {
		return new Addressed(this.router.snapshot(), this.vectors);
	}

	/**
	 * Providers that can be addressed, those last that make vectors only.
	 * @return the entries by id
	 */
	public Map<String, ProviderEntry> entries() {
		Map<String, ProviderEntry> entries = new LinkedHashMap<>(this.router.entries());
		this.vectors.entries().forEach((id, entry) -> {
			if (!this.router.routes().contains(id)) {
				entries.computeIfAbsent(id, (missing) -> ofVectors(entry));
			}
		});
		return entries;
	}

	private static ProviderEntry ofVectors(EmbeddingEntry entry) {
		return ProviderEntry.ofVectors(entry.id())
			.withTraits(new ProviderEntry.Traits(Set.of(), Set.of(), entry.hindrance()));
	}

	/**
	 * Model that a provider asks for vectors where an address names only the provider.
	 * @param id the provider's id
	 * @return the model, or {@code null} where there is none
	 */
	public @Nullable String embeddingModel(String id) {
		EmbeddingEntry entry = this.vectors.entries().get(id);
		return (entry != null) ? entry.model() : null;
	}

}
