package io.github.llmspring.benchmarks.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.Attempt;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what counts as lost.
 */
class LedgerTests {

	private final Set<String> down = new HashSet<>();

	private final Ledger ledger = new Ledger(List.of("a", "b"), this.down::contains, Duration.ofSeconds(3));

	private static Attempt attempt(String provider, Reason reason, int millis) {
		return new Attempt(new ModelAddress(provider, "m"), reason, null, Duration.ofMillis(millis), Duration.ZERO);
	}

	private void failed(Attempt... attempts) {
		this.ledger.failed(LlmException.builder(Reason.OVERLOADED, "failed").attempts(Arrays.asList(attempts)).build(),
				"");
	}

	@Test
	void whoeverWasNotAskedCouldHaveAnswered() {
		failed(attempt("a", Reason.OVERLOADED, 10));
		assertThat(this.ledger.lost.sum()).isEqualTo(1);
		assertThat(this.ledger.problems()).hasSize(2);
	}

	@Test
	void serviceBehindAnOpenBreakerHadNoChance() {
		failed(attempt("a", Reason.OVERLOADED, 10), attempt("b", Reason.CIRCUIT_OPEN, 0));
		assertThat(this.ledger.lost.sum()).isEqualTo(1);
		failed(attempt("a", Reason.OVERLOADED, 10), attempt("b", Reason.CIRCUIT_OPEN, 0),
				attempt("b", Reason.SERVER_ERROR, 10));
		assertThat(this.ledger.lost.sum()).isEqualTo(1);
	}

	@Test
	void serviceThatWasCutOffHadNoChance() {
		failed(attempt("a", Reason.OVERLOADED, 10), attempt("b", Reason.TIMEOUT_TOTAL, 2_999));
		assertThat(this.ledger.lost.sum()).isEqualTo(1);
		failed(attempt("a", Reason.OVERLOADED, 10), attempt("b", Reason.TIMEOUT_TOTAL, 3_000));
		assertThat(this.ledger.lost.sum()).isEqualTo(1);
	}

	@Test
	void nothingIsLostWhereEveryServiceThatIsUpFailed() {
		failed(attempt("a", Reason.OVERLOADED, 10), attempt("b", Reason.CONNECTION, 10));
		this.down.add("b");
		failed(attempt("a", Reason.OVERLOADED, 10));
		assertThat(this.ledger.failedEverywhere.sum()).isEqualTo(2);
		assertThat(this.ledger.lost.sum()).isZero();
	}

}
