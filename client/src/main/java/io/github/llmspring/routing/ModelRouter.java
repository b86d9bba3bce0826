package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Map;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.routing.AddressBook.Target;
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

	private final AddressBook<ProviderEntry> book;

	/**
	 * Router among providers.
	 * @param entries the providers, ids being unique
	 * @param defaultModel the address that is asked where a request names none;
	 * {@code null} for the only provider there is
	 */
	public ModelRouter(Collection<ProviderEntry> entries, @Nullable String defaultModel) {
		this.book = new AddressBook<>(entries, defaultModel);
	}

	/**
	 * Providers that can be addressed.
	 * @return the entries by id
	 */
	public Map<String, ProviderEntry> entries() {
		return this.book.entries();
	}

	/**
	 * Provider that answers where an address names none: the only one that is configured,
	 * or where none is, the first that was found, one with a model before others.
	 * @return the provider, or {@code null} where every address must name one
	 */
	public @Nullable ProviderEntry only() {
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
	 * Finds what an address names.
	 * @param address the address, or {@code null} for the default
	 * @return the provider's id and the model, which is {@code null} only where the
	 * provider has no default either
	 * @throws LlmException if the address names nothing
	 */
	public ModelAddress resolve(@Nullable String address) {
		Target<ProviderEntry> target = find(address);
		return new ModelAddress(target.entry().id(), target.model());
	}

	private Target<ProviderEntry> find(@Nullable String address) {
		return this.book.find(address, "no model was asked for and there is no default",
				"Set llm.default-model, or name a model in the prompt.");
	}

	/**
	 * Sends a request to the provider that its address names.
	 * @param request what to ask, its model being an address or {@code null}
	 * @return the events, cold
	 */
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			Target<ProviderEntry> target = find(request.model());
			return target.entry().provider().send(request.toBuilder().model(target.model()).build());
		});
	}

}
