package io.github.llmspring.routing;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a provider keeps data, and what is required of it whoever asks, in words
 * of the application.
 *
 * @param words the words that the provider has
 * @param required the words that every provider must have
 */
public record Residency(Set<String> words, Set<String> required) {

	/**
	 * Residency of a provider that promises nothing, where nothing is required.
	 */
	public static final Residency NONE = new Residency(Set.of(), Set.of());

	public Residency {
		words = Set.copyOf(words);
		required = Set.copyOf(required);
	}

	/**
	 * Whether the provider may be asked.
	 * @param wanted the words that the caller requires
	 * @return whether it has all that are required
	 */
	public boolean allows(Set<String> wanted) {
		return has(this.required) && has(wanted);
	}

	private boolean has(Set<String> wanted) {
		return wanted.isEmpty() || this.words.containsAll(wanted);
	}

	LlmException refusal(String id, @Nullable String model, Set<String> wanted) {
		Set<String> missing = new HashSet<>(this.required);
		missing.addAll(wanted);
		missing.removeAll(this.words);
		return LlmException
			.builder(Reason.RESIDENCY,
					"the provider lacks the required residency " + list(missing) + ", so nothing was sent")
			.provider(id)
			.model(model)
			.advice("Ask a provider that has it, or set llm.providers." + id + ".residency if this one keeps to it.")
			.build();
	}

	static String list(Set<String> words) {
		return "'" + String.join("', '", new TreeSet<>(words)) + "'";
	}

}
