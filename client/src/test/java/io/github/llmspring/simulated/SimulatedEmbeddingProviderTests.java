package io.github.llmspring.simulated;

import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link SimulatedEmbeddingProvider}.
 */
class SimulatedEmbeddingProviderTests {

	private final EmbeddingClient client = EmbeddingClient
		.of(new SimulatedEmbeddingProvider("sim", SimulatedSettings.DEFAULTS));

	@Test
	void sameTextHasTheSameVectorOfLengthOne() {
		EmbeddingResponse response = this.client.embed("the harbour of Oslo", "the harbour of Oslo", "...");
		assertThat(response.vectors().get(0)).isEqualTo(response.vectors().get(1)).hasSize(256);
		assertThat(response.vectors())
			.allSatisfy((vector) -> assertThat(product(vector, vector)).isEqualTo(1, within(1e-5)));
		assertThat(response.inputTokens()).isEqualTo(9);
		assertThat(response.provider()).isEqualTo("sim");
	}

	@Test
	void textsThatShareWordsAreNearer() {
		EmbeddingResponse response = this.client.embed("Where is the harbour?", "The harbour is in the north.",
				"Bananas ripen quickly");
		float[] question = response.vector();
		assertThat(product(question, response.vectors().get(1)))
			.isGreaterThan(2 * product(question, response.vectors().get(2)) + 0.1);
	}

	@Test
	void dimensionsAreKeptTo() {
		assertThat(this.client.withOptions(EmbeddingOptions.builder().dimensions(64).build()).embed("text").vector())
			.hasSize(64);
	}

	private static double product(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += left[i] * right[i];
		}
		return sum;
	}

}
