package io.github.llmspring.schema;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Excerpt}.
 */
class ExcerptTests {

	@Test
	void whatIsShortEnoughIsWhole() {
		assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
		assertThat(Excerpt.of("", 3)).isEmpty();
	}

	@Test
	void whatIsTooLongIsCutBetweenCharacters() {
		assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc...");
		assertThat(Excerpt.of("ab\uD83D\uDE00d", 3)).isEqualTo("ab...");
		assertThat(Excerpt.of("a\uD83D\uDE00cd", 3)).isEqualTo("a\uD83D\uDE00...");
	}

}
