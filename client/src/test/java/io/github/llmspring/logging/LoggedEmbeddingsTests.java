package io.github.llmspring.logging;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.github.llmspring.Attempt;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link LoggedEmbeddings}.
 */
class LoggedEmbeddingsTests {

	private static final EmbeddingResponse VECTORS = new EmbeddingResponse(List.of(new float[] { 0.5f }),
			"text-embedding-3-small", "openai", new Usage(7L, null, null, null, null, Map.of()), List.of());

	@RegisterExtension
	private final CallLog log = new CallLog();

	private static EmbeddingClient client(EmbeddingProvider provider) {
		return EmbeddingClient.of(new LoggedEmbeddings("openai", provider, CallLogging.WITHOUT_CONTENT));
	}

	@Test
	void vectorsAreOneEntryWithoutTheTexts() {
		client((request) -> Mono.just(VECTORS)).embed("the canary text", "another");
		Map<String, Object> fields = this.log.fields();
		assertThat((Long) fields.remove("llm.duration_ms")).isBetween(0L, 60_000L);
		assertThat(fields).containsOnly(entry("gen_ai.operation.name", "embeddings"), entry("llm.outcome", "answered"),
				entry("llm.asked", "openai"), entry("llm.provider.id", "openai"),
				entry("gen_ai.response.model", "text-embedding-3-small"), entry("gen_ai.usage.input_tokens", 7L),
				entry("llm.texts", 2));
		assertThat(this.log.all()).doesNotContain("canary");
	}

	@Test
	void whatWasTriedIsInTheEntry() {
		ModelAddress address = new ModelAddress("openai", "small");
		Attempt failed = new Attempt(address, Reason.OVERLOADED, 529, Duration.ZERO, Duration.ZERO);
		Attempt answered = new Attempt(address, null, null, Duration.ZERO, Duration.ZERO);
		client((request) -> Mono.just(VECTORS.withAttempts(List.of(failed, answered)))).embed("a");
		assertThat(this.log.fields()).containsEntry("llm.attempts", 2);
		assertThat(this.log.all()).contains(", 2 attempts");
	}

	@Test
	void costTagsAndWarningsAreInTheEntry() {
		EmbeddingResponse paid = VECTORS.withCost(Cost.usd("0.01")).withWarnings(List.of("The budget is spent."));
		client((request) -> Mono.just(paid)).withOptions(EmbeddingOptions.builder().tag("job", "nightly").build())
			.embed("a");
		assertThat(this.log.fields()).containsEntry("llm.cost", new BigDecimal("0.01"))
			.containsEntry("llm.currency", "USD")
			.containsEntry("llm.tags", Map.of("job", "nightly"))
			.containsEntry("llm.warnings", "The budget is spent.");
		assertThat(this.log.all()).contains("7 tokens in, 0.01 USD");
	}

	@Test
	void entryNamesTheModelThatWasAskedAndTheOneThatAnswered() {
		client((request) -> Mono.just(VECTORS)).withModel("small").embed("a");
		assertThat(this.log.fields()).containsEntry("gen_ai.request.model", "small")
			.containsEntry("gen_ai.response.model", "text-embedding-3-small");
		assertThat(this.log.entry().getFormattedMessage()).startsWith("Call of openai/small: openai/small answered");
	}

	@Test
	void failureIsOneEntry() {
		LlmException failure = LlmException.builder(Reason.OVERLOADED, "the canary text").provider("openai").build();
		StepVerifier.create(client((request) -> Mono.error(failure)).mono(List.of("a"))).verifyError();
		assertThat(this.log.fields()).containsEntry("llm.outcome", "failed").containsEntry("error.type", "overloaded");
		assertThat(this.log.all()).doesNotContain("canary");
	}

	@Test
	void cancelledCallIsOneEntry() {
		StepVerifier.create(client((request) -> Mono.never()).mono(List.of("a"))).thenCancel().verify();
		assertThat(this.log.fields()).containsEntry("llm.outcome", "cancelled");
	}

	@Test
	void whereNobodyReadsTheLogNothingIsWritten() {
		this.log.setLevel(Level.WARN);
		client((request) -> Mono.just(VECTORS)).embed("a");
		assertThat(this.log.entries()).isEmpty();
	}

}
