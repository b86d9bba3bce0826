package io.github.llmspring.wire;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.LlmException;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ToolChoice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
	void ruleMayHoldRules() {
		Dialect nested = Dialect.of(
				Map.of("word", "own", "models", List.of(
						Map.of("match", "a.*", "flag", false, "models",
								List.of(Map.of("match", "ab.*", "word", "inner"),
										Map.of("match", ".*c", "flag", true))),
						Map.of("match", "abc|b", "word", "never"))));
		assertThat(nested.forModel("abc").get(WORD)).isEqualTo("inner");
		assertThat(nested.forModel("abc").get(FLAG)).isFalse();
		assertThat(nested.forModel("ac").get(FLAG)).isTrue();
		assertThat(nested.forModel("ad").get(WORD)).isEqualTo("own");
		assertThat(nested.forModel("ad").get(FLAG)).isFalse();
		assertThat(nested.forModel("b").get(WORD)).isEqualTo("never");
		assertThat(nested.keys()).containsExactly("flag", "word");
	}

	@Test
	void ruleKeepsTheValuesItDoesNotChange() {
		assertThat(this.dialect.forModel("gpt-5-mini").get(WORD)).isEqualTo("own");
	}

	@Test
	void choiceOfAToolIsLeftOutAsAWholeOrForOneModeAlone() {
		ChatOptions required = ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build();
		ChatOptions named = ChatOptions.builder().toolChoice(ToolChoice.named("f")).build();
		Dialect one = Dialect.of(Map.of("rejects", List.of("tool-choice-required")));
		assertThat(PortableOptions.of(named, one, "m").warnings()).isEmpty();
		assertThat(PortableOptions.of(required, one, "m")).isEqualTo(new PortableOptions(ChatOptions.NONE,
				List.of("The option 'tool-choice' was left out: m does not take it.")));
		Dialect all = Dialect.of(Map.of("rejects", List.of("tool-choice")));
		assertThat(PortableOptions.of(named, all, "m").accepted()).isEqualTo(ChatOptions.NONE);
		assertThat(PortableOptions.of(ChatOptions.NONE, all, "m").warnings()).isEmpty();
	}

	@Test
	void severalCallsAtOnceAreWhatServicesDoAnyway() {
		Dialect rejecting = Dialect.of(Map.of("rejects", List.of("parallel-tool-calls")));
		ChatOptions parallel = ChatOptions.builder().parallelToolCalls(true).build();
		assertThat(PortableOptions.of(parallel, rejecting, "m").warnings()).isEmpty();
	}

	@Test
	void strictOptionIsRefusedInsteadOfLeftOut() {
		ChatOptions strict = ChatOptions.builder().seed(1L).strict(true).build();
		Dialect rejecting = Dialect.of(Map.of("rejects", List.of("seed")));
		LlmException exception = catchThrowableOfType(LlmException.class,
				() -> PortableOptions.of(strict, rejecting, "the-model"));
		assertThat(exception.reason()).isEqualTo(LlmException.Reason.UNSUPPORTED);
		assertThat(exception).hasMessageContaining("'seed'").hasMessageContaining("the-model does not take it. Leave");
		assertThat(PortableOptions.of(strict, Dialect.STANDARD, "m").accepted()).isEqualTo(strict);
	}

	@Test
	void thinkingDrivesOutOptionsThatDoNotGoWithIt() {
		Dialect thinker = Dialect.of(Map.of("reasoning-rejects", List.of("temperature")));
		ChatOptions warm = ChatOptions.builder().temperature(0.5).build();
		ReasoningControl much = ReasoningControl.of(ReasoningControl.Effort.HIGH);
		assertThat(PortableOptions.of(warm, thinker, "m").warnings()).isEmpty();
		assertThat(PortableOptions.of(warm.toBuilder().reasoning(ReasoningControl.ofTokens(0)).build(), thinker, "m")
			.warnings()).isEmpty();
		PortableOptions thinking = PortableOptions.of(warm.toBuilder().reasoning(much).build(), thinker, "m");
		assertThat(thinking.accepted()).isEqualTo(ChatOptions.builder().reasoning(much).build());
		assertThat(thinking.warnings()).singleElement().asString().contains("'temperature'", "while it thinks");
	}

	@Test
	void forcedCallDrivesOutThinkingWhereBothDoNotGoTogether() {
		Dialect either = Dialect.of(Map.of("forced-call-beside-reasoning", false));
		ChatOptions both = ChatOptions.builder()
			.reasoning(ReasoningControl.ofTokens(5000))
			.toolChoice(ToolChoice.REQUIRED)
			.build();
		PortableOptions portable = PortableOptions.of(both, either, "m");
		assertThat(portable.accepted()).isEqualTo(ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build());
		assertThat(portable.warnings()).singleElement().asString().contains("'reasoning'");
		assertThat(PortableOptions.of(both, Dialect.STANDARD, "m").accepted()).isEqualTo(both);
		ChatOptions free = both.toBuilder().toolChoice(ToolChoice.AUTO).build();
		assertThat(PortableOptions.of(free, either, "m").accepted()).isEqualTo(free);
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
	void defaultsHoldWhereADialectSaysNothing() {
		Dialect defaults = Dialect.of(Map.of("word", "theirs", "flag", false, "models",
				List.of(Map.of("match", ".*", "word", "rule of theirs"))));
		Dialect completed = this.dialect.orElse(defaults);
		assertThat(completed.get(WORD)).isEqualTo("own");
		assertThat(completed.get(FLAG)).isFalse();
		assertThat(completed.forModel("gpt-5-chat").get(WORD)).isEqualTo("chat");
		assertThat(completed.forModel("gpt-5-chat").get(FLAG)).isFalse();
		assertThat(Dialect.STANDARD.orElse(defaults).forModel("x").get(WORD)).isEqualTo("theirs");
		assertThat(this.dialect.orElse(defaults)).isSameAs(completed);
		assertThat(this.dialect.orElse(Dialect.STANDARD)).isSameAs(this.dialect);
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
			.reasoning(ReasoningControl.of(ReasoningControl.Effort.HIGH))
			.parallelToolCalls(false)
			.logProbabilities(2)
			.extra("x", 1)
			.build();
		for (String option : PortableOptions.names()) {
			if (option.startsWith("tool-choice")) {
				continue;
			}
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
