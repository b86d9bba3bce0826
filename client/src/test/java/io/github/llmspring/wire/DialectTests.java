package io.github.llmspring.wire;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DialectTests {

	private static final DialectKey<String> WORD = DialectKey.text("word", "default");

	private static final DialectKey<Boolean> FLAG = DialectKey.flag("flag", true);

	private final Dialect dialect = Dialect
		.of(Map.of("word", "own", "models", List.of(Map.of("match", "gpt-5.*chat", "word", "chat"),
				Map.of("match", "gpt-5.*", "flag", false), Map.of("match", ".*", "rejects", List.of("seed")))));

	@Test
	void missingValueIsTheDefaultOfItsKey() {
		assertThat(Dialect.STANDARD.get(WORD)).isEqualTo("default");
		assertThat(Dialect.STANDARD.get(FLAG)).isTrue();
		assertThat(Dialect.STANDARD.get(DialectKey.REJECTS)).isEmpty();
		assertThat(this.dialect.get(WORD)).isEqualTo("own");
	}

	@Test
	void firstRuleThatMatchesTheWholeNameCounts() {
		assertThat(this.dialect.forModel("gpt-5-chat").get(WORD)).isEqualTo("chat");
		assertThat(this.dialect.forModel("gpt-5-chat").get(FLAG)).isTrue();
		assertThat(this.dialect.forModel("gpt-5-mini").get(FLAG)).isFalse();
		assertThat(this.dialect.forModel("gpt-5-mini").get(DialectKey.REJECTS)).isEmpty();
		assertThat(this.dialect.forModel("my-gpt-5").get(FLAG)).isTrue();
		assertThat(this.dialect.forModel("my-gpt-5").get(DialectKey.REJECTS)).isEqualTo(List.of("seed"));
	}

	@Test
	void ruleKeepsTheValuesItDoesNotChange() {
		assertThat(this.dialect.forModel("gpt-5-mini").get(WORD)).isEqualTo("own");
	}

	@Test
	void unknownModelAndNoModelHaveTheDialectItself() {
		Dialect strict = Dialect.of(Map.of("models", List.of(Map.of("match", "x", "word", "rule"))));
		assertThat(strict.forModel("y")).isSameAs(strict);
		assertThat(strict.forModel(null)).isSameAs(strict);
		assertThat(Dialect.STANDARD.forModel("y")).isSameAs(Dialect.STANDARD);
	}

	@Test
	void changedValueHoldsForAllModelsWithoutARuleForIt() {
		Dialect changed = this.dialect.with(WORD, "new");
		assertThat(changed.get(WORD)).isEqualTo("new");
		assertThat(changed.forModel("gpt-5-mini").get(WORD)).isEqualTo("new");
		assertThat(changed.forModel("gpt-5-chat").get(WORD)).isEqualTo("chat");
		assertThat(this.dialect.get(WORD)).isEqualTo("own");
	}

	@Test
	void keysOfTheRulesAreListedToo() {
		assertThat(this.dialect.keys()).containsExactly("flag", "rejects", "word");
	}

	@Test
	void rejectedOptionsAreLeftOutWithAWarningEach() {
		ChatOptions all = ChatOptions.builder()
			.temperature(0.1)
			.topP(0.2)
			.maxOutputTokens(3)
			.stop("a")
			.seed(4L)
			.frequencyPenalty(0.5)
			.presencePenalty(0.6)
			.extra("x", 1)
			.build();
		for (String option : PortableOptions.names()) {
			Dialect rejecting = Dialect.of(Map.of("rejects", List.of(option)));
			PortableOptions portable = PortableOptions.of(all, rejecting, "the-model");
			assertThat(portable.warnings()).as(option)
				.singleElement()
				.asString()
				.contains("'" + option + "'", "the-model");
			assertThat(portable.accepted()).isNotEqualTo(all);
			assertThat(portable.accepted().orElse(all)).isEqualTo(all);
			assertThat(PortableOptions.of(ChatOptions.NONE, rejecting, "m").warnings()).isEmpty();
			assertThat(PortableOptions.of(all, Dialect.STANDARD, "m", option))
				.isEqualTo(PortableOptions.of(all, rejecting, "m"));
		}
		Dialect everything = Dialect.of(Map.of("rejects", List.copyOf(PortableOptions.names())));
		assertThat(PortableOptions.of(all, everything, "m").accepted())
			.isEqualTo(ChatOptions.builder().extra("x", 1).build());
	}

}
