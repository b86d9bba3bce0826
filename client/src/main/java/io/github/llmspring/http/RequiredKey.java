package io.github.llmspring.http;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The key of a provider, without which nothing is sent to services that want one.
 */
record RequiredKey(ProviderSettings settings) {

	/**
	 * Fails where a request could only be refused.
	 * @param model the model that is asked, if any
	 */
	void check(@Nullable String model) {
		if (!isAtHand(model)) {
			throw failure(model, LlmException.builder(Reason.AUTHENTICATION, "no api key").advice(whereToPutIt()));
		}
	}

	private boolean isAtHand(@Nullable String model) {
		try {
			return this.settings.hasCredentials();
		}
		catch (RuntimeException ex) {
			throw failure(model,
					LlmException.builder(Reason.AUTHENTICATION, "no api key: " + TransportErrors.describe(ex))
						.cause(ex));
		}
	}

	private String whereToPutIt() {
		String property = "Set llm.providers." + this.settings.id() + ".api-key";
		return this.settings.preset().env().isEmpty() ? property + "."
				: property + " or the environment variable " + this.settings.preset().env().get(0) + ".";
	}

	private LlmException failure(@Nullable String model, LlmException.Builder failure) {
		return failure.provider(this.settings.id()).model(model).build();
	}

}
