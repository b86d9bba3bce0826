package io.github.llmspring.catalog;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ModelFacts} that others complete.
 */
class ModelFactsTests {

	private static final ModelFacts KNOWN = ModelFacts.builder()
		.contextTokens(1000L)
		.capabilities(Set.of(Capability.REASONING, Capability.TOOLS))
		.rejects(Set.of("temperature"))
		.build();

	private static ModelFacts.Builder facts() {
		return ModelFacts.builder();
	}

	@Test
	void whatIsNotSaidIsTakenFromTheOthers() {
		ModelFacts both = facts().outputTokens(10L).build().orElse(KNOWN);
		assertThat(both.contextTokens()).isEqualTo(1000);
		assertThat(both.outputTokens()).isEqualTo(10);
		assertThat(both.capabilities()).isEqualTo(KNOWN.capabilities());
		assertThat(both.rejects()).isEqualTo(KNOWN.rejects());
	}

	@Test
	void modelThatDoesNotThinkRejectsThatBesideWhatIsKnownOfIt() {
		ModelFacts both = facts().lacks(Set.of(Capability.REASONING)).build().orElse(KNOWN);
		assertThat(both.capabilities()).containsExactly(Capability.TOOLS);
		assertThat(both.rejects()).containsExactlyInAnyOrder("reasoning", "temperature");
	}

	@Test
	void modelThatThinksAfterAllDoesNotRejectThat() {
		ModelFacts thoughtless = facts().lacks(Set.of(Capability.REASONING)).rejects(Set.of("seed")).build();
		ModelFacts both = facts().capabilities(Set.of(Capability.REASONING)).build().orElse(thoughtless);
		assertThat(both.lacks()).isEmpty();
		assertThat(both.rejects()).containsExactly("seed");
	}

	@Test
	void whatIsSaidToBeRejectedReplacesWhatIsKnown() {
		assertThat(facts().rejects(Set.of("seed")).build().orElse(KNOWN).rejects()).containsExactly("seed");
	}

}
