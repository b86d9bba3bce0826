package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends each request for vectors to the provider that its model address names.
 * <p>
 * Addresses are those of {@link ModelRouter}. Where a request names none, the default
 * answers: the configured one, else the only provider that has a model for embeddings,
 * else the only provider there is.
 */
public final class EmbeddingRouter {

	private final Map<String, EmbeddingEntry> entries;

	private final @Nullable String defaultModel;

	/**
	 * Router among providers.
	 * @param entries the providers, ids being unique
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 */
	public EmbeddingRouter(Collection<EmbeddingEntry> entries, @Nullable String defaultModel) {
		Map<String, EmbeddingEntry> byId = new LinkedHashMap<>();
		entries.forEach((entry) -> byId.put(entry.id(), entry));
		this.entries = Collections.unmodifiableMap(byId);
		this.defaultModel = (defaultModel != null) ? defaultModel : only(byId);
	}

	private static @Nullable String only(Map<String, EmbeddingEntry> entries) {
		List<String> ready = entries.values()
			.stream()
			.filter((entry) -> entry.model() != null)
			.map(EmbeddingEntry::id)
			.toList();
		if (ready.size() == 1) {
			return ready.get(0);
		}
		return (entries.size() == 1) ? entries.keySet().iterator().next() : null;
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, EmbeddingEntry> entries() {
		return this.entries;
	}

	/**
	 * Address that is asked where a request names none.
	 * @return the address, or {@code null} where every request must name one
	 */
	public @Nullable String defaultModel() {
		return this.defaultModel;
	}

	/**
	 * Sends a request to the provider that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the vectors, cold
	 */
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			String asked = (request.model() != null) ? request.model() : this.defaultModel;
			if (asked == null) {
				throw LlmException
					.builder(Reason.INVALID_REQUEST, "no model for embeddings was asked for and there is no default")
					.advice("Set llm.default-embedding-model, or name a model. "
							+ Alternatives.of(this.entries.keySet()).sentence(""))
					.build();
			}
			ModelAddress address = ModelAddress.parse(asked);
			EmbeddingEntry entry = this.entries.get(address.provider());
			if (entry != null) {
				String model = (address.model() != null) ? address.model() : entry.model();
				return entry.provider().embed(request.withModel(model));
			}
			if (address.model() == null && this.entries.size() == 1) {
				return this.entries.values().iterator().next().provider().embed(request.withModel(asked));
			}
			throw LlmException
				.builder(Reason.MODEL_NOT_FOUND,
						"no provider is called '" + address.provider() + "', which the model address '" + asked
								+ "' names")
				.advice(Alternatives.of(this.entries.keySet()).sentence(address.provider()))
				.build();
		});
	}

}
