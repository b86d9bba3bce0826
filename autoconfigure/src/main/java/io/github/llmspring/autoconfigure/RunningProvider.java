package io.github.llmspring.autoconfigure;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.resilience.CallsUnderWay;
import io.github.llmspring.routing.Hindrance;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the configuration of one provider.
 *
 * @param chat answers, with everything that surrounds it
 * @param embeddings makes vectors; {@code null} for a provider of the application, which
 * brings it itself
 * @param hindrance tells why it cannot be asked now, {@code null} where it can
 * @param calls counts the calls that use its connections; {@code null} where it has none
 */
record RunningProvider(SurroundedProvider chat, @Nullable EmbeddingProvider embeddings, Hindrance.Check hindrance,
		@Nullable CallsUnderWay calls) {

	/**
	 * Lets what has taken its place be all that is known.
	 */
	void retire() {
		this.chat.retire();
	}

	/**
	 * Closes its connections as soon as no call uses them.
	 */
	void close() {
		if (this.calls != null) {
			this.calls.retire();
		}
	}

}
