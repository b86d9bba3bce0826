package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * Where a model is found: a provider's id and, after the first slash, the name the
 * provider knows the model by.
 *
 * @param provider the id of a configured provider
 * @param model the model's name, which may hold slashes and colons itself; {@code null}
 * for the provider's own default
 */
public record ModelAddress(String provider, @Nullable String model) {

	/**
	 * Reads an address such as {@code openai/gpt-5-mini} or
	 * {@code openrouter/anthropic/claude-sonnet-5}; a word without a slash names only a
	 * provider.
	 * @param text the text to read
	 * @return the address
	 */
	public static ModelAddress parse(String text) {
		int slash = text.indexOf('/');
		return (slash < 0) ? new ModelAddress(text, null)
				: new ModelAddress(text.substring(0, slash), text.substring(slash + 1));
	}

	@Override
	public String toString() {
		return (this.model != null) ? this.provider + "/" + this.model : this.provider;
	}

}
