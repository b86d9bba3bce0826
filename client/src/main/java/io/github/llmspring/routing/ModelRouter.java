package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Sends each request to the provider that its model address names.
 * <p>
 * An address is {@code provider/model}, or a provider's id alone for its default model,
 * or, where there is only one provider, a model of it.
 * <p>
 * Not a {@link io.github.llmspring.ChatProvider} itself: whoever asks for one by its type
 * means a single service.
 */
public final class ModelRouter {

	private final Map<String, ProviderEntry> entries;

	private final @Nullable ProviderEntry only;

	private final @Nullable String defaultModel;

	/**
	 * Router among providers.
	 * @param entries the providers, ids being unique
	 * @param defaultModel the address that is asked where a request names none;
	 * {@code null} for the only provider there is
	 */
	public ModelRouter(Collection<ProviderEntry> entries, @Nullable String defaultModel) {
		Map<String, ProviderEntry> byId = new LinkedHashMap<>();
		entries.forEach((entry) -> byId.put(entry.id(), entry));
		this.entries = Collections.unmodifiableMap(byId);
		this.only = only(byId.values());
		this.defaultModel = (defaultModel != null) ? defaultModel : ((this.only != null) ? this.only.id() : null);
	}

	private static @Nullable ProviderEntry only(Collection<ProviderEntry> entries) {
		List<ProviderEntry> configured = entries.stream().filter((entry) -> !entry.found()).toList();
		if (configured.isEmpty()) {
			return entries.stream()
				.filter((entry) -> entry.model() != null)
				.findFirst()
				.or(() -> entries.stream().findFirst())
				.orElse(null);
		}
		return (configured.size() == 1) ? configured.get(0) : null;
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, ProviderEntry> entries() {
		return this.entries;
	}

	/**
	 * Provider that answers where an address names none: the only one that is configured,
	 * or where none is, the first that was found, one with a model before others.
	 * @return the provider, or {@code null} where every address must name one
	 */
	public @Nullable ProviderEntry only() {
		return this.only;
	}

	/**
	 * Address that is asked where a request names none.
	 * @return the address, or {@code null} where every request must name one
	 */
	public @Nullable String defaultModel() {
		return this.defaultModel;
	}

	/**
	 * Finds what an address names.
	 * @param address the address, or {@code null} for the default
	 * @return the provider's id and the model, which is {@code null} only where the
	 * provider has no default either
	 * @throws LlmException if the address names nothing
	 */
	public ModelAddress resolve(@Nullable String address) {
		Target target = find(address);
		return new ModelAddress(target.entry().id(), target.model());
	}

	private Target find(@Nullable String address) {
		String asked = (address != null) ? address : this.defaultModel;
		if (asked == null) {
			throw LlmException.builder(Reason.INVALID_REQUEST, "no model was asked for and there is no default")
				.advice("Set llm.default-model, or name a model in the prompt. "
						+ Alternatives.of(this.entries.keySet()).sentence(""))
				.build();
		}
		ModelAddress parsed = ModelAddress.parse(asked);
		ProviderEntry entry = this.entries.get(parsed.provider());
		if (entry != null) {
			return new Target(entry, (parsed.model() != null) ? parsed.model() : entry.model());
		}
		if (parsed.model() == null && this.only != null) {
			return new Target(this.only, asked);
		}
		throw LlmException
			.builder(Reason.MODEL_NOT_FOUND,
					"no provider is called '" + parsed.provider() + "', which the model address '" + asked + "' names")
			.advice(Alternatives.of(this.entries.keySet()).sentence(parsed.provider()))
			.build();
	}

	/**
	 * Sends a request to the provider that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the events, cold
	 */
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			Target target = find(request.model());
			return target.entry().provider().send(request.toBuilder().model(target.model()).build());
		});
	}

	private record Target(ProviderEntry entry, @Nullable String model) {
	}

}
