package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that each property of retries and circuit breakers has its effect.
 */
class ResiliencePropertiesTests {

	private static final ModelAddress ECHO = new ModelAddress("x", "echo");

	private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

	private final InstantSource time = () -> this.now;

	private final CandidateHealth health = new CandidateHealth(this.time.withZone(ZoneOffset.UTC));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withBean(CandidateHealth.class, () -> this.health);

	@Test
	void failedCallIsSentAgainTwice() {
		try (FakeService service = FakeService.failing(2, 503)) {
			assertThat(attempts(service, "retry.initial-delay=1ms")).extracting(Attempt::status)
				.containsExactly(503, 503, null);
			assertThat(service.calls()).hasSize(3);
		}
		try (FakeService service = FakeService.failing(3, 503)) {
			assertThat(attempts(service, "retry.initial-delay=1ms")).extracting(Attempt::reason)
				.containsExactly(Reason.OVERLOADED, Reason.OVERLOADED, Reason.OVERLOADED);
			assertThat(service.calls()).hasSize(3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 2", "4, 5" })
	void maxRetries(int retries, int calls) {
		try (FakeService service = FakeService.failing(10, 500)) {
			assertThat(
					attempts(service, "retry.initial-delay=1ms", "retry.max-delay=1ms", "retry.max-retries=" + retries))
				.hasSize(calls);
			assertThat(service.calls()).hasSize(calls);
		}
	}

	@Test
	void initialDelayAndMultiplier() {
		try (FakeService service = FakeService.failing(2, 500)) {
			List<Attempt> attempts = attempts(service, "retry.initial-delay=20ms", "retry.multiplier=4");
			assertThat(attempts.get(0).waited()).isZero();
			assertThat(attempts.get(1).waited()).isBetween(Duration.ofMillis(15), Duration.ofMillis(20));
			assertThat(attempts.get(2).waited()).isBetween(Duration.ofMillis(60), Duration.ofMillis(80));
		}
	}

	@Test
	void maxDelay() {
		try (FakeService service = FakeService.failing(1, 500)) {
			assertThat(attempts(service, "retry.max-delay=10ms").get(1).waited()).isBetween(Duration.ofMillis(7),
					Duration.ofMillis(10));
		}
	}

	@Test
	void maxRetryAfter() {
		try (FakeService service = FakeService.failing(1, 429, "retry-after-ms", "60")) {
			assertThat(attempts(service, "retry.max-retry-after=60ms").get(1).waited())
				.isEqualTo(Duration.ofMillis(60));
		}
		try (FakeService service = FakeService.failing(1, 429, "retry-after-ms", "61")) {
			assertThat(attempts(service, "retry.max-retry-after=60ms")).singleElement()
				.extracting(Attempt::reason)
				.isEqualTo(Reason.RATE_LIMITED);
		}
	}

	@Test
	void timeOfTheCallHoldsForAllAttempts() {
		try (FakeService service = FakeService.failing(5, 503)) {
			assertThat(attempts(service, "timeout.total=5s", "retry.initial-delay=20s", "retry.max-delay=20s"))
				.extracting(Attempt::reason)
				.containsExactly(Reason.OVERLOADED);
		}
	}

	@Test
	void timeThatThePromptSetsHoldsForAllAttempts() {
		try (FakeService service = FakeService.failing(5, 503)) {
			remote(service, (client) -> {
				LlmException failure = catchThrowableOfType(LlmException.class,
						() -> client.prompt("Hello").timeout(Duration.ofSeconds(5)).call());
				assertThat(failure.reason()).isEqualTo(Reason.OVERLOADED);
				assertThat(failure.attempts()).hasSize(1);
			}, "retry.initial-delay=20s", "retry.max-delay=20s");
		}
	}

	@Test
	void embeddedProviderIsRetriedLikeAnyOther() {
		simulated((client) -> assertThat(failure(client).attempts()).hasSize(3), "simulated.fail=overloaded",
				"retry.initial-delay=1ms");
	}

	@Test
	void providerOfTheApplicationIsRetriedLikeAnyOther() {
		ChatProvider own = (request) -> Flux.error(LlmException.of(Reason.CONNECTION, "own"));
		this.runner.withBean("mine", ChatProvider.class, () -> own).run((context) -> {
			List<Attempt> attempts = failure(context.getBean(ChatClient.class)).attempts();
			assertThat(attempts).extracting(Attempt::address)
				.containsExactly(new ModelAddress("mine", null), new ModelAddress("mine", null),
						new ModelAddress("mine", null));
		});
	}

	@Test
	void withoutItsPropertiesThereIsNoBreaker() {
		simulated((client) -> {
			fail(client, 10);
			assertThat(this.health.state(ECHO).breaker()).isEqualTo(BreakerState.NONE);
		}, "simulated.fail=server_error", "retry.max-retries=0");
	}

	@Test
	void oneOfItsPropertiesMakesABreakerWithTheDefaults() {
		breaker((client) -> {
			fail(client, 4);
			assertThat(this.health.state(ECHO).breaker()).isEqualTo(BreakerState.CLOSED);
			fail(client, 1);
			assertThat(this.health.state(ECHO).breaker()).isEqualTo(BreakerState.OPEN);
			assertThat(failure(client).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
		}, "failure-rate=50");
	}

	@Test
	void minimumCalls() {
		breaker((client) -> {
			fail(client, 2);
			assertThat(this.health.state(ECHO).breaker()).isEqualTo(BreakerState.OPEN);
		}, "minimum-calls=2");
	}

	@ParameterizedTest
	@CsvSource({ "50, OPEN", "51, CLOSED" })
	void failureRate(int rate, BreakerState state) {
		String[] properties = { "circuit-breaker.failure-rate=" + rate, "circuit-breaker.minimum-calls=4",
				"retry.max-retries=0" };
		simulated((client) -> {
			for (int i = 0; i < 2; i++) {
				client.prompt("Hello").call();
				catchThrowableOfType(LlmException.class, () -> client.prompt("fail: server_error").call());
			}
			assertThat(this.health.state(ECHO).breaker()).isEqualTo(state);
		}, properties);
	}

	@ParameterizedTest
	@CsvSource({ "10, CLOSED", "30, OPEN" })
	void window(int seconds, BreakerState state) {
		breaker((client) -> {
			fail(client, 3);
			this.now = this.now.plus(Duration.ofSeconds(20));
			fail(client, 2);
			assertThat(this.health.state(ECHO).breaker()).isEqualTo(state);
		}, "window=" + seconds + "s");
	}

	@Test
	void open() {
		breaker((client) -> {
			fail(client, 5);
			assertThat(this.health.restLeft(ECHO)).isEqualTo(Duration.ofSeconds(7));
			assertThat(failure(client).retryAfter()).isEqualTo(Duration.ofSeconds(7));
			this.now = this.now.plus(Duration.ofMillis(7001));
			assertThat(failure(client).reason()).isEqualTo(Reason.SERVER_ERROR);
		}, "open=7s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "retry.max-retries=-1", "retry.max-retries=101", "retry.initial-delay=-1ms",
			"retry.multiplier=0.5", "retry.multiplier=NaN", "retry.max-delay=100d",
			"retry.max-delay=PT9223372036854775807S", "retry.max-retry-after=-1s", "circuit-breaker.failure-rate=0",
			"circuit-breaker.failure-rate=101", "circuit-breaker.minimum-calls=0", "circuit-breaker.window=500ms",
			"circuit-breaker.window=1500ms", "circuit-breaker.window=2h", "circuit-breaker.open=0s" })
	void whatMakesNoSenseIsRefused(String property) {
		this.runner.withPropertyValues("llm.providers.x.type=simulated", "llm.providers.x." + property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining("llm.providers.x." + property.substring(0, property.indexOf('='))));
	}

	private List<Attempt> attempts(FakeService service, String... properties) {
		List<Attempt> attempts = new ArrayList<>();
		remote(service, (client) -> {
			try {
				attempts.addAll(client.prompt("Hello").call().attempts());
			}
			catch (LlmException ex) {
				attempts.addAll(ex.attempts());
			}
		}, properties);
		assertThat(attempts).allSatisfy((attempt) -> assertThat(attempt.address()).hasToString("x/fake"));
		return attempts;
	}

	private static LlmException failure(ChatClient client) {
		return catchThrowableOfType(LlmException.class, () -> client.prompt("Hello").call());
	}

	private static void fail(ChatClient client, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(failure(client).reason()).isEqualTo(Reason.SERVER_ERROR);
		}
	}

	private void remote(FakeService service, Consumer<ChatClient> test, String... properties) {
		run(this.runner.withPropertyValues("llm.providers.x.type=openai-compatible", "llm.providers.x.model=fake",
				"llm.providers.x.base-url=" + service.url()), test, properties);
	}

	private void simulated(Consumer<ChatClient> test, String... properties) {
		run(this.runner.withPropertyValues("llm.providers.x.type=simulated", "llm.providers.x.model=echo"), test,
				properties);
	}

	private void breaker(Consumer<ChatClient> test, String property) {
		simulated(test, "simulated.fail=server_error", "retry.max-retries=0", "circuit-breaker." + property);
	}

	private static void run(ApplicationContextRunner runner, Consumer<ChatClient> test, String... properties) {
		runner
			.withPropertyValues(
					Arrays.stream(properties).map((line) -> "llm.providers.x." + line).toArray(String[]::new))
			.run((context) -> test.accept(context.getBean(ChatClient.class)));
	}

}
