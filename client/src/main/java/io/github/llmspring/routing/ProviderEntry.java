package io.github.llmspring.routing;

import java.util.Set;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A provider as it can be addressed.
 *
 * @param id the id that addresses begin with
 * @param provider the provider
 * @param model the model that is asked where an address names only the provider;
 * {@code null} where the provider has no default
 * @param found whether nobody configured it: it answers where its id is named, and where
 * nothing else is there, but makes no choice necessary
 * @param amongOthers the provider for whoever has another one to ask instead of waiting
 * @param lastResort the provider where nobody else is ready and its circuit breaker is
 * open
 * @param traits what routes want to know of it
 */
public record ProviderEntry(String id, ChatProvider provider, @Nullable String model, boolean found,
		ChatProvider amongOthers, LastResort lastResort, Traits traits) implements AddressBook.Entry {

	/**
	 * Provider that was configured.
	 * @param id the id
	 * @param provider the provider
	 * @param model its model or {@code null}
	 */
	public ProviderEntry(String id, ChatProvider provider, @Nullable String model) {
		this(id, provider, model, false);
	}

	/**
	 * Provider that is asked in the same way whether there are others or not.
	 * @param id the id
	 * @param provider the provider
	 * @param model its model or {@code null}
	 * @param found whether nobody configured it
	 */
	public ProviderEntry(String id, ChatProvider provider, @Nullable String model, boolean found) {
		this(id, provider, model, found, provider, new LastResort(provider, provider), Traits.NONE);
	}

	/**
	 * Provider that makes vectors and answers nothing.
	 * @param id the id
	 * @return the entry
	 */
	public static ProviderEntry ofVectors(String id) {
		return new ProviderEntry(id,
				(request) -> Flux.error(
						() -> LlmException.builder(LlmException.Reason.UNSUPPORTED, "the provider makes vectors only")
							.provider(id)
							.build()),
				null);
	}

	/**
	 * This provider, asked in another way where there are others.
	 * @param amongOthers the provider for whoever has another one to ask
	 * @return the entry
	 */
	public ProviderEntry withAmongOthers(ChatProvider amongOthers) {
		return new ProviderEntry(this.id, this.provider, this.model, this.found, amongOthers, this.lastResort,
				this.traits);
	}

	/**
	 * This provider, asked in another way where nobody else is ready and its circuit
	 * breaker is open.
	 * @param lastResort the provider for that
	 * @return the entry
	 */
	public ProviderEntry withLastResort(LastResort lastResort) {
		return new ProviderEntry(this.id, this.provider, this.model, this.found, this.amongOthers, lastResort,
				this.traits);
	}

	/**
	 * This provider with what routes want to know of it.
	 * @param traits what is known
	 * @return the entry
	 */
	public ProviderEntry withTraits(Traits traits) {
		return new ProviderEntry(this.id, this.provider, this.model, this.found, this.amongOthers, this.lastResort,
				traits);
	}

	/**
	 * A provider whose open circuit breaker stops no call, unless it was opened by hand.
	 *
	 * @param alone for whoever has nobody else to ask
	 * @param amongOthers for whoever has another one to ask instead of waiting
	 */
	public record LastResort(ChatProvider alone, ChatProvider amongOthers) {
	}

	/**
	 * What routes want to know of a provider.
	 *
	 * @param residency the words that say where and how it keeps data
	 * @param without what it is known not to offer
	 * @param hindrance tells why it cannot be asked now, {@code null} where it can
	 */
	public record Traits(Set<String> residency, Set<String> without, Hindrance.Check hindrance) {

		/**
		 * Nothing is known: it can be asked for anything, but promises nothing.
		 */
		public static final Traits NONE = new Traits(Set.of(), Set.of(), () -> null);

		public Traits {
			residency = Set.copyOf(residency);
			without = Set.copyOf(without);
		}

		/**
		 * Whether it can be asked now.
		 * @return whether nothing hinders it
		 */
		public boolean isUsable() {
			return this.hindrance.now() == null;
		}

	}

}
