package io.github.llmspring.http;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Credentials}.
 */
class CredentialsTests {

	private static String mask(String text, String credential) {
		Credentials credentials = new Credentials(Map.of());
		credentials.add(credential);
		return credentials.mask(text);
	}

	@Test
	void valueAndTokenAreMasked() {
		assertThat(mask("sent 'Bearer sk-CANARY-1'", "Bearer sk-CANARY-1")).isEqualTo("sent '******'");
		assertThat(mask("key sk-CANARY-1 is wrong", "Bearer sk-CANARY-1")).isEqualTo("key ****** is wrong");
		assertThat(mask("key sk-CANARY-1 is wrong", "sk-CANARY-1")).isEqualTo("key ****** is wrong");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "sk-C********************ARY1", "sk-CAN***", "sk-CAN...RY1", "sk-CAN…ARY1", "sk-CA**-**.ARY1" })
	void keyThatTheServiceShortenedIsMasked(String shown) {
		assertThat(mask("Incorrect API key provided: " + shown + ". Find yours.", "Bearer sk-CANARY-1"))
			.startsWith("Incorrect API key provided: ******")
			.endsWith(" Find yours.");
	}

	@Test
	void textThatOnlyBeginsAlikeStays() {
		assertThat(mask("sk-CAPTAIN and sk-c *** and sk-C", "Bearer sk-CANARY-1"))
			.isEqualTo("sk-CAPTAIN and sk-c *** and sk-C");
	}

	@Test
	void configuredHeadersThatSoundSecretAreMaskedAndOthersStay() {
		Credentials credentials = new Credentials(
				Map.of("X-Gateway-Key", "gate-CANARY", "cookie", "session=CANARY", "X-Team", "harbour-team"));
		assertThat(credentials.mask("gate-CANARY, session=CANARY, harbour-team"))
			.isEqualTo("******, ******, harbour-team");
	}

	@Test
	void keyInAnotherCaseIsMasked() {
		assertThat(mask("invalid version format: SK-CANARY-1", "sk-CANARY-1"))
			.isEqualTo("invalid version format: ******");
	}

	@Test
	void exceptionsThatTellAreFoundWhereverTheyAre() {
		Credentials credentials = new Credentials(Map.of());
		credentials.add("Bearer sk-CANARY-1");
		assertThat(credentials.areToldBy(null)).isFalse();
		assertThat(credentials.areToldBy(new IOException("reset", new IOException("closed")))).isFalse();
		assertThat(credentials.areToldBy(new IOException("reset", new IOException("by sk-CANARY-1")))).isTrue();
		IOException suppressing = new IOException("reset");
		suppressing.addSuppressed(new IOException("by SK-CANARY-1"));
		assertThat(credentials.areToldBy(new IOException(suppressing))).isTrue();
	}

	@Test
	void withoutCredentialsTextStays() {
		assertThat(new Credentials(Map.of()).mask("text")).isEqualTo("text");
	}

}
