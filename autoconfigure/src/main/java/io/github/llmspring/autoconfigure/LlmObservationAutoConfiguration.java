package io.github.llmspring.autoconfigure;

import io.github.llmspring.observation.CallObservationContext;
import io.github.llmspring.observation.ChatObservationContext;
import io.github.llmspring.observation.ChunkTimes;
import io.github.llmspring.observation.EmbeddingObservationContext;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.observation.ToolLoopObservationContext;
import io.github.llmspring.observation.ToolObservationContext;
import io.github.llmspring.redaction.Redactor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the observation of calls, where the application observes
 * anything. A bean of the type {@link ObservationConvention} for one of the contexts
 * takes the place of the names that are used otherwise.
 */
@AutoConfiguration(before = LlmAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "llm.observation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LlmProperties.class)
public final class LlmObservationAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LlmObservationAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	Observations llmObservations(ObservationRegistry registry, LlmProperties properties,
			ObjectProvider<ObservationConvention<ChatObservationContext>> chats,
			ObjectProvider<ObservationConvention<EmbeddingObservationContext>> embeddings,
			ObjectProvider<ObservationConvention<CallObservationContext>> calls,
			ObjectProvider<ObservationConvention<ToolLoopObservationContext>> toolLoops,
			ObjectProvider<ObservationConvention<ToolObservationContext>> tools, ObjectProvider<ChunkTimes> chunkTimes,
			ObjectProvider<Redactor> redactor) {
		ObservationProperties observation = properties.getObservation();
		if (observation.isContent()) {
			logger.warn("Prompts and answers are told to traces, since llm.observation.content is true. Keys, e-mail "
					+ "addresses and numbers of cards are taken out as far as they are recognized; other personal data "
					+ "is not.");
		}
		return Observations.builder(registry)
			.generation(observation.getNames())
			.chats(first(chats))
			.embeddings(first(embeddings))
			.calls(first(calls))
			.toolLoops(first(toolLoops))
			.tools(first(tools))
			.chunkTimes(observation.isChunkTimes() ? chunkTimes.getIfAvailable() : null)
			.content(observation.isContent() ? redactor.getIfAvailable(() -> Redactor.DEFAULTS) : null)
			.build();
	}

	private static <C extends Observation.Context> @Nullable ObservationConvention<C> first(
			ObjectProvider<ObservationConvention<C>> conventions) {
		return conventions.orderedStream().findFirst().orElse(null);
	}

}
