package io.github.llmspring.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.wire.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitHeaders} and {@link ResetTime}.
 */
class RateLimitHeadersTests {

	private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static RateLimitState read(String preset, Map<String, String> headers) {
		Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		byName.putAll(headers);
		Headers found = byName::get;
		return new RateLimitHeaders(Objects.requireNonNull(PRESETS.get(preset)).dialect()).read(found, () -> NOW);
	}

	@Test
	void requestsAndTokensOfOpenAi() {
		RateLimitState state = read("openai",
				Map.of("x-ratelimit-limit-requests", "5000", "X-RateLimit-Remaining-Requests", "4999",
						"x-ratelimit-reset-requests", "12ms", "x-ratelimit-limit-tokens", "160000",
						"x-ratelimit-remaining-tokens", "159988", "x-ratelimit-reset-tokens", "1m30s"));
		assertThat(state).isEqualTo(new RateLimitState(new Allowance(5000L, 4999, NOW.plusMillis(12)),
				new Allowance(160_000L, 159_988, NOW.plusSeconds(90)), NOW));
	}

	@Test
	void namesOfTheMessagesApi() {
		RateLimitState state = read("anthropic",
				Map.of("anthropic-ratelimit-requests-limit", "4000", "anthropic-ratelimit-requests-remaining", "0",
						"anthropic-ratelimit-requests-reset", "2026-11-27T10:00:30Z",
						"anthropic-ratelimit-tokens-remaining", "2400000"));
		assertThat(state).isEqualTo(new RateLimitState(new Allowance(4000L, 0, NOW.plusSeconds(30)),
				new Allowance(null, 2_400_000, null), NOW));
	}

	@Test
	void namesWithTheMinute() {
		RateLimitState state = read("mistral",
				Map.of("x-ratelimit-limit-req-minute", "360", "x-ratelimit-remaining-req-minute", "359",
						"x-ratelimit-limit-tokens-minute", "100000", "x-ratelimit-remaining-tokens-minute", "99969"));
		assertThat(state)
			.isEqualTo(new RateLimitState(new Allowance(360L, 359, null), new Allowance(100_000L, 99_969, null), NOW));
	}

	@Test
	void nothingToldIsNothing() {
		assertThat(read("openai", Map.of())).isNull();
		assertThat(read("openai", Map.of("x-ratelimit-remaining-requests", "many"))).isNull();
		assertThat(read("openai", Map.of("x-ratelimit-limit-requests", "5"))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "7, 7000", "7.66s, 7660", "6ms, 6", "6m0s, 360000", "1h2m3s, 3723000", "1d, 86400000",
			"0.5, 500", "1795774800, 1200000", "1795774800000, 1200000", "2026-11-27T11:00:00+01:00, 0",
			"2026-11-27T10:00:01.500Z, 1500" })
	void timesInAllSpellings(String text, long millis) {
		assertThat(ResetTime.of(text, null, NOW)).isEqualTo(NOW.plusMillis(millis));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "s", "1x", "5 minutes", "-3", "1m-2s", "NaN", "1e9", "999999999999999d",
			"2026-13-01T00:00:00Z" })
	void whatCannotBeReadIsUnknown(String text) {
		assertThat(ResetTime.of(text, null, NOW)).isNull();
	}

	@Test
	void dateIsComparedWithTheServicesOwnClock() {
		Instant reset = ResetTime.of("2026-11-27T09:00:30Z", "Fri, 27 Nov 2026 09:00:00 GMT", NOW);
		assertThat(reset).isEqualTo(NOW.plus(Duration.ofSeconds(30)));
		assertThat(ResetTime.of("2026-11-27T10:00:30Z", "yesterday", NOW)).isEqualTo(NOW.plusSeconds(30));
	}

}
