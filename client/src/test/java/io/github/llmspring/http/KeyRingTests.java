package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyRing}.
 */
class KeyRingTests {

	private static final HttpCall CALL = HttpCall.post("/chat", Map.of(), new byte[0], List.of());

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);

	@Test
	void equalKeysTakeTurns() {
		assertThat(sent(ring(1, 1, 1), 6)).isEqualTo("123123");
	}

	@Test
	void heavierKeyIsUsedMoreOftenButNotInARow() {
		assertThat(sent(ring(3, 1), 8)).isEqualTo("11211121");
		assertThat(sent(ring(5, 1, 1), 7)).isEqualTo("1121311");
	}

	@Test
	void keyThatSentTooMuchRestsForAsLongAsTheServiceAsks() {
		KeyRing ring = ring(1, 1);
		LlmException told = fail(ring, Reason.RATE_LIMITED, 429, Duration.ofSeconds(30));
		assertThat(told.retryable()).isTrue();
		assertThat(told.retryAfter()).as("another key may do").isZero();
		assertThat(sent(ring, 3)).isEqualTo("222");
		pass(Duration.ofSeconds(29));
		assertThat(sent(ring, 1)).isEqualTo("2");
		pass(Duration.ofSeconds(1));
		assertThat(sent(ring, 4)).contains("1");
	}

	@Test
	void keyRestsAWhileWhereTheServiceDoesNotSay() {
		KeyRing ring = ring(1, 1);
		fail(ring, Reason.RATE_LIMITED, 429, null);
		pass(KeyRing.REST.minusNanos(1));
		assertThat(sent(ring, 2)).isEqualTo("22");
		pass(Duration.ofNanos(1));
		assertThat(sent(ring, 4)).contains("1");
	}

	@Test
	void quotaThatIsCalledALimitOfRateRestsLonger() {
		KeyRing ring = ring(1, 1);
		fail(ring, Reason.QUOTA_EXHAUSTED, 429, null);
		pass(KeyRing.LONG_REST.minusNanos(1));
		assertThat(sent(ring, 2)).isEqualTo("22");
		pass(Duration.ofNanos(1));
		assertThat(sent(ring, 4)).contains("1");
	}

	@ParameterizedTest
	@CsvSource({ "AUTHENTICATION, 401", "QUOTA_EXHAUSTED, 402", "AUTHENTICATION, 403" })
	void refusedKeyIsNotUsedAgain(Reason reason, int status) {
		KeyRing ring = ring(1, 1);
		assertThat(fail(ring, reason, status, null).retryable()).isTrue();
		pass(Duration.ofDays(1));
		assertThat(sent(ring, 3)).isEqualTo("222");
	}

	@ParameterizedTest
	@CsvSource({ "INVALID_REQUEST, 400", "CONTENT_FILTERED, 403", "MODEL_NOT_FOUND, 404", "SERVER_ERROR, 500" })
	void failureThatIsNotTheKeysFaultChangesNothing(Reason reason, int status) {
		KeyRing ring = ring(1, 1);
		LlmException failure = failure(reason, status, null);
		assertThat(prepare(ring).failed(failure)).isSameAs(failure);
		assertThat(sent(ring, 4)).isEqualTo("2121");
	}

	@Test
	void lastKeyThatIsRefusedIsNoReasonToTryAgain() {
		KeyRing ring = ring(1);
		assertThat(fail(ring, Reason.AUTHENTICATION, 401, null).retryable()).isFalse();
	}

	@Test
	void allRefusedIsOneClearError() {
		KeyRing ring = ring(1, 1);
		fail(ring, Reason.AUTHENTICATION, 401, null);
		fail(ring, Reason.QUOTA_EXHAUSTED, 402, null);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> prepare(ring))
			.withMessage("the service refused all 2 api keys, so none is used any more. "
					+ "Replace the keys in llm.providers.acme.api-keys and start anew.")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.AUTHENTICATION))
			.satisfies((ex) -> assertThat(ex.retryable()).isFalse());
	}

	@Test
	void allRestingTellsWhenTheFirstWakes() {
		KeyRing ring = ring(1, 1, 1);
		fail(ring, Reason.RATE_LIMITED, 429, Duration.ofSeconds(30));
		fail(ring, Reason.RATE_LIMITED, 429, Duration.ofSeconds(20));
		LlmException last = fail(ring, Reason.AUTHENTICATION, 401, null);
		assertThat(last.retryable()).isFalse();
		pass(Duration.ofSeconds(5));
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> prepare(ring)).satisfies((ex) -> {
			assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED);
			assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(15));
		});
		pass(Duration.ofSeconds(15));
		assertThat(sent(ring, 2)).isEqualTo("22");
	}

	@Test
	void shorterRestDoesNotCutALongerOne() {
		KeyRing ring = ring(1, 1);
		Authorization first = prepare(ring);
		first.failed(failure(Reason.RATE_LIMITED, 429, Duration.ofSeconds(10)));
		first.failed(failure(Reason.RATE_LIMITED, 429, Duration.ofSeconds(1)));
		pass(Duration.ofSeconds(9));
		assertThat(sent(ring, 2)).isEqualTo("22");
	}

	private KeyRing ring(int... weights) {
		List<WeightedKey> keys = IntStream.range(0, weights.length)
			.mapToObj((i) -> new WeightedKey(Secret.of(String.valueOf(i + 1)), weights[i]))
			.toList();
		return new KeyRing("acme", new Preset.Key("key", true), keys, this.time::get);
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	private static Authorization prepare(KeyRing ring) {
		return ring.prepare().block();
	}

	private static LlmException fail(KeyRing ring, Reason reason, int status, @Nullable Duration retryAfter) {
		return prepare(ring).failed(failure(reason, status, retryAfter));
	}

	private static LlmException failure(Reason reason, int status, @Nullable Duration retryAfter) {
		return LlmException.builder(reason, "no").status(status).retryAfter(retryAfter).build();
	}

	private static String sent(KeyRing ring, int times) {
		return Stream.generate(() -> {
			StringBuilder key = new StringBuilder();
			prepare(ring).authorize(CALL, URI.create("http://127.0.0.1"), (name, value) -> key.append(value));
			return key.toString();
		}).limit(times).collect(Collectors.joining());
	}

}
