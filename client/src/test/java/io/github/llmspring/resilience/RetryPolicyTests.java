package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetryPolicy}.
 */
class RetryPolicyTests {

	private static final LlmException OVERLOADED = LlmException.of(Reason.OVERLOADED, "busy");

	private static LlmException asking(Duration wait) {
		return LlmException.builder(Reason.RATE_LIMITED, "slow down").retryAfter(wait).build();
	}

	@Test
	void waitsGrowUpToTheLongest() {
		RetryPolicy policy = RetryPolicy.builder().maxRetries(10).random(() -> 0).build();
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			waits.add(policy.waitAfter(OVERLOADED, i).toMillis());
		}
		assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
	}

	@Test
	void chanceTakesUpToAQuarterOff() {
		assertThat(RetryPolicy.builder().random(() -> 1).build().waitAfter(OVERLOADED, 0))
			.isEqualTo(Duration.ofMillis(375));
		assertThat(RetryPolicy.builder().random(() -> 0.5).build().waitAfter(OVERLOADED, 1))
			.isEqualTo(Duration.ofMillis(875));
		Random random = new Random(42);
		RetryPolicy policy = RetryPolicy.builder().random(random::nextDouble).build();
		for (int i = 0; i < 1000; i++) {
			assertThat(policy.waitAfter(OVERLOADED, 0)).isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
		}
	}

	@Test
	void defaultsTakeChanceIntoAccount() {
		Set<Duration> waits = new HashSet<>();
		for (int i = 0; i < 20; i++) {
			waits.add(RetryPolicy.DEFAULTS.waitAfter(OVERLOADED, 0));
		}
		assertThat(waits).hasSizeGreaterThan(1)
			.allSatisfy((wait) -> assertThat(wait).isBetween(Duration.ofMillis(375), Duration.ofMillis(500)));
	}

	@Test
	void waitThatTheServiceAsksForIsKeptTo() {
		assertThat(RetryPolicy.DEFAULTS.waitAfter(asking(Duration.ofSeconds(20)), 0)).isEqualTo(Duration.ofSeconds(20));
		assertThat(RetryPolicy.DEFAULTS.waitAfter(asking(Duration.ofMillis(3)), 1)).isEqualTo(Duration.ofMillis(3));
	}

	@Test
	void waitThatIsTooLongIsNotWaitedFor() {
		assertThat(RetryPolicy.DEFAULTS.waitAfter(asking(Duration.ofSeconds(60)), 0)).isEqualTo(Duration.ofSeconds(60));
		assertThat(RetryPolicy.DEFAULTS.waitAfter(asking(Duration.ofMillis(60_001)), 0)).isNull();
	}

	@Test
	void thereAreNoMoreRetriesThanAllowed() {
		assertThat(RetryPolicy.DEFAULTS.waitAfter(OVERLOADED, 1)).isNotNull();
		assertThat(RetryPolicy.DEFAULTS.waitAfter(OVERLOADED, 2)).isNull();
		assertThat(RetryPolicy.NONE.waitAfter(OVERLOADED, 0)).isNull();
	}

	@Test
	void reasonSaysWhetherARetryMakesSense() {
		Set<Reason> retried = EnumSet.noneOf(Reason.class);
		for (Reason reason : Reason.values()) {
			if (RetryPolicy.DEFAULTS.waitAfter(LlmException.of(reason, "failed"), 0) != null) {
				retried.add(reason);
			}
		}
		assertThat(retried).containsExactlyInAnyOrder(Reason.RATE_LIMITED, Reason.OVERLOADED, Reason.SERVER_ERROR,
				Reason.TIMEOUT_CONNECT, Reason.TIMEOUT_FIRST_TOKEN, Reason.TIMEOUT_IDLE, Reason.CONNECTION,
				Reason.STREAM_TRUNCATED, Reason.MALFORMED_RESPONSE);
	}

	@Test
	void serviceMaySayOtherwise() {
		LlmException.Builder refused = LlmException.builder(Reason.INVALID_REQUEST, "not now").retryable(true);
		assertThat(RetryPolicy.DEFAULTS.waitAfter(refused.build(), 0)).isNotNull();
		LlmException.Builder broken = LlmException.builder(Reason.SERVER_ERROR, "never").retryable(false);
		assertThat(RetryPolicy.DEFAULTS.waitAfter(broken.build(), 0)).isNull();
	}

	@Test
	void hastyOneRetriesABrokenConnectionOnceAtOnceAndNothingElse() {
		for (Reason reason : Reason.values()) {
			Duration wait = RetryPolicy.HASTY.waitAfter(LlmException.of(reason, "failed"), 0);
			assertThat(wait).as(reason.name()).isEqualTo((reason == Reason.CONNECTION) ? Duration.ZERO : null);
		}
		assertThat(RetryPolicy.HASTY.waitAfter(LlmException.of(Reason.CONNECTION, "failed"), 1)).isNull();
	}

	@Test
	void hastyOneUsesAnotherKeyAtOnce() {
		assertThat(RetryPolicy.HASTY.waitAfter(asking(Duration.ZERO), 0)).isZero();
		assertThat(RetryPolicy.HASTY.waitAfter(asking(Duration.ZERO), 1)).isNull();
		assertThat(RetryPolicy.NONE.waitAfter(asking(Duration.ZERO), 0)).isNull();
	}

	@Test
	void nonsenseIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.builder().maxRetries(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.builder().multiplier(0.5));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RetryPolicy.builder().initialDelay(Duration.ofMillis(-1)));
	}

}
