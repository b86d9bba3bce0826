package io.github.llmspring.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.ProviderSwitches;
import io.github.llmspring.routing.AddressBook.Target;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends each request for vectors to the provider that its model address names.
 * <p>
 * Addresses are those of {@link ModelRouter}. Where a request names none, the default
 * answers: the configured one, else the only configured provider that has a model for
 * embeddings, else the only provider.
 */
public final class EmbeddingRouter {

	private volatile AddressBook<EmbeddingEntry> book;

	private final ProviderSwitches switches;

	/**
	 * Router among providers.
	 * @param entries the providers, ids being unique
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 */
	public EmbeddingRouter(Collection<EmbeddingEntry> entries, @Nullable String defaultModel) {
		this(entries, defaultModel, new ProviderSwitches());
	}

	/**
	 * Router among providers that may be switched off.
	 * @param entries the providers, ids being unique
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 * @param switches tells which providers are off
	 */
	public EmbeddingRouter(Collection<EmbeddingEntry> entries, @Nullable String defaultModel,
			ProviderSwitches switches) {
		this.switches = switches;
		this.book = new AddressBook<>(entries, List.of(), (defaultModel != null) ? defaultModel : onlyReady(entries));
	}

	/**
	 * Takes over all providers of another router at once. Requests that have begun end as
	 * they would have.
	 * @param other the other router, which stays as it is
	 */
	public void adopt(EmbeddingRouter other) {
		this.book = other.book;
	}

	private static @Nullable String onlyReady(Collection<EmbeddingEntry> entries) {
		List<String> ready = entries.stream()
			.filter((entry) -> !entry.found() && entry.model() != null)
			.map(EmbeddingEntry::id)
			.toList();
		return (ready.size() == 1) ? ready.get(0) : null;
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, EmbeddingEntry> entries() {
		return this.book.entries();
	}

	/**
	 * Provider that answers where an address names none, as with {@link ModelRouter}.
	 * @return the provider, or {@code null} where every address must name one
	 */
	public @Nullable EmbeddingEntry only() {
		return this.book.only();
	}

	/**
	 * Address that is asked where a request names none.
	 * @return the address, or {@code null} where every request must name one
	 */
	public @Nullable String defaultModel() {
		return this.book.defaultModel();
	}

	/**
	 * Sends a request to the provider that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the vectors, cold
	 */
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			AddressBook<EmbeddingEntry> now = this.book;
			Target<EmbeddingEntry> target = now
				.find(now.asked(request.model(), "no model for embeddings was asked for and there is no default",
						"Set llm.default-embedding-model, or name a model."));
			String id = target.entry().id();
			if (this.switches.isOff(id)) {
				throw this.switches.refusal(new ModelAddress(id, target.model()));
			}
			return target.entry().provider().embed(request.withModel(target.model()));
		});
	}

}
