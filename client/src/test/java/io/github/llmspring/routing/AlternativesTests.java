package io.github.llmspring.routing;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Alternatives}.
 */
class AlternativesTests {

	private final Alternatives alternatives = Alternatives.of(List.of("openai", "anthropic", "gemini"));

	@Test
	void closeWordWasProbablyMeant() {
		assertThat(this.alternatives.closest("antropic")).hasValue("anthropic");
		assertThat(this.alternatives.closest("opeani")).hasValue("openai");
	}

	@Test
	void neighboursThatWereSwappedAreOneMistake() {
		assertThat(Alternatives.of(List.of("limits", "model")).closest("modle")).hasValue("model");
		assertThat(Alternatives.of(List.of("ab")).closest("xy")).isEmpty();
	}

	@Test
	void farWordWasNot() {
		assertThat(this.alternatives.closest("mistral")).isEmpty();
		assertThat(this.alternatives.sentence("mistral")).isEqualTo("Known are: anthropic, gemini, openai.");
	}

	@Test
	void noWordsMeansNone() {
		assertThat(Alternatives.of(List.of()).sentence("x")).isEqualTo("There are none.");
	}

}
