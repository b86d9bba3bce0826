package io.github.llmspring;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secret}.
 */
class SecretTests {

	@Test
	void doesNotShowItself() {
		assertThat(Secret.of("sk-CANARY")).hasToString("******");
		assertThat(String.valueOf(new Object[] { Secret.of("sk-CANARY") }[0])).doesNotContain("CANARY");
	}

	@Test
	void whiteSpaceAroundIsNotPartOfIt() {
		assertThat(Secret.of(" k\n").reveal()).isEqualTo("k");
		assertThat(Secret.of(" \t").isEmpty()).isTrue();
	}

	@Test
	void isReplacedWhereverItStands() {
		assertThat(Secret.of("sk-CANARY").mask("key 'sk-CANARY1' and sk-CANARY")).isEqualTo("key '******1' and ******");
	}

	@Test
	void shortWordIsReplacedOnlyAsAWord() {
		assertThat(Secret.of("k").mask("unknown key k.")).isEqualTo("unknown key ******.");
	}

	@Test
	void emptySecretReplacesNothing() {
		assertThat(Secret.of("").mask("text")).isEqualTo("text");
	}

}
