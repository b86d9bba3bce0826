package io.github.llmspring.resilience.limit;

import java.time.Duration;

import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is told to be left of limits.
 */
class LimitsLeftTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void whatIsTakenIsNotLeft() {
		Limited limited = new Limited(60L, 1000L, 2, PATIENCE, false);
		assertThat(limited.provider.left()).isEqualTo(new LimitsLeft(60L, 1000L, 2, 0));
		limited.call("a");
		assertThat(limited.provider.left()).isEqualTo(new LimitsLeft(59L, 900L, 1, 0));
		limited.calls(2);
		assertThat(limited.provider.left().places()).isZero();
		assertThat(limited.provider.left().waiting()).isOne();
	}

	@Test
	void nothingIsLeftOfWhatIsNotLimited() {
		Limited limited = new Limited(null, null, 2, PATIENCE, false);
		assertThat(limited.provider.left()).isEqualTo(new LimitsLeft(null, null, 2, 0));
	}

	@Test
	void whatTheServiceToldIsLeftUntilItIsOver() {
		Limited limited = new Limited(null, null, null, PATIENCE, true);
		assertThat(limited.provider.left()).isEqualTo(new LimitsLeft(null, null, null, 0));
		limited.provider
			.learn(new RateLimitState(new Allowance(100L, 7, limited.now().plusSeconds(30)), null, limited.now()));
		assertThat(limited.provider.left().requests()).isEqualTo(7);
		assertThat(limited.provider.left().tokens()).isNull();
		limited.pass(30_000);
		assertThat(limited.provider.left().requests()).isEqualTo(100);
	}

}
