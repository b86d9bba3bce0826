package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;

/**
 * The providers of the configuration that holds at the moment, and the beans that stay
 * the same when it changes.
 */
final class RunningProviders {

	/**
	 * Most keys and passwords that are kept in mind although they were replaced.
	 */
	private static final int MOST_FORMER = 100;

	private final CandidateHealth health;

	private volatile ProviderSet current;

	private volatile List<Secret> secrets;

	RunningProviders(ConfiguredProviders configured, ProviderFactory factory, CandidateHealth health) {
		this.current = ProviderSet.atStart(configured, factory);
		this.secrets = configured.secrets();
		this.health = health;
	}

	ProviderSet current() {
		return this.current;
	}

	/**
	 * Lets other providers take the place of the current ones.
	 */
	void replace(ProviderSet next) {
		List<Secret> secrets = next.configured().secrets();
		Stream<Secret> former = this.secrets.stream()
			.filter(Secret::isLikely)
			.filter((secret) -> !secrets.contains(secret))
			.limit(MOST_FORMER);
		this.secrets = Stream.concat(secrets.stream(), former).distinct().toList();
		this.current = next;
	}

	/**
	 * Keys and passwords that must not be shown: those that hold, and the latest of those
	 * that were replaced, since they may still be valid and stand somewhere else.
	 */
	List<Secret> secrets() {
		return this.secrets;
	}

	CandidateHealth health() {
		return this.health;
	}

	/**
	 * Bean of a configured provider, which is made now: what is wrong with it is to end
	 * the start.
	 */
	ChatProvider bean(ConfiguredProvider provider) {
		this.current.of(provider);
		return new RunningChatProvider(this, provider.id());
	}

	/**
	 * Likewise for vectors.
	 */
	EmbeddingProvider embeddingBean(ConfiguredProvider provider) {
		this.current.of(provider);
		return new RunningEmbeddingProvider(this, provider.id());
	}

	ChatProvider chat(String id) {
		return running(this.current.find(id), id).chat();
	}

	EmbeddingProvider embeddings(String id) {
		EmbeddingProvider embeddings = running(this.current.find(id), id).embeddings();
		return running(embeddings, id);
	}

	private static <T> T running(@Nullable T found, String id) {
		if (found == null) {
			throw LlmException.builder(Reason.MODEL_NOT_FOUND, "the provider was removed while the application runs")
				.advice("Configure llm.providers." + id + " again, or ask another provider.")
				.provider(id)
				.build();
		}
		return found;
	}

}
