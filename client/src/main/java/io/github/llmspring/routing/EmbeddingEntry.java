package io.github.llmspring.routing;

import io.github.llmspring.EmbeddingProvider;
import org.jspecify.annotations.Nullable;

/**
 * A provider of vectors as it can be addressed.
 *
 * @param id the id that addresses begin with
 * @param provider the provider
 * @param model the model that is asked where an address names only the provider;
 * {@code null} where the provider has no default
 * @param found whether nobody configured it: it answers where its id is named, and where
 * nothing else is there, but makes no choice necessary
 * @param hindrance tells why it cannot be asked now, {@code null} where it can
 */
public record EmbeddingEntry(String id, EmbeddingProvider provider, @Nullable String model, boolean found,
		Hindrance.Check hindrance) implements AddressBook.Entry {

	/**
	 * Provider that nothing hinders.
	 * @param id the id
	 * @param provider the provider
	 * @param model its model or {@code null}
	 * @param found whether nobody configured it
	 */
	public EmbeddingEntry(String id, EmbeddingProvider provider, @Nullable String model, boolean found) {
		this(id, provider, model, found, () -> null);
	}

}
