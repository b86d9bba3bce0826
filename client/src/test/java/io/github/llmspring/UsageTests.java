package io.github.llmspring;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Usage}.
 */
class UsageTests {

	@Test
	void sumKnowsOnlyWhatBothKnow() {
		Usage first = new Usage(10L, 2L, null, 5L, 1L, Map.of("a", 10L, "b", 5L));
		Usage second = new Usage(20L, null, null, 7L, 0L, Map.of("a", 20L, "c", 1L));
		assertThat(first.plus(second))
			.isEqualTo(new Usage(30L, null, null, 12L, 1L, Map.of("a", 30L, "b", 5L, "c", 1L)));
		assertThat(first.plus(Usage.UNKNOWN).totalTokens()).isNull();
	}

}
