package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each property of rate limits has its effect.
 */
class RateLimitPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class));

	private ApplicationContextRunner simulated(String... properties) {
		return this.runner.withPropertyValues("llm.providers.sim.type=simulated")
			.withPropertyValues(Arrays.stream(properties)
				.map((property) -> "llm.providers.sim." + property)
				.toArray(String[]::new));
	}

	private static LlmException refused(ChatClient client, String prompt) {
		try {
			client.prompt(prompt).content();
			throw new AssertionError("The call was let through");
		}
		catch (LlmException ex) {
			assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
			return ex;
		}
	}

	@Test
	void requestsPerMinute() {
		simulated("rate-limit.requests-per-minute=2").run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			client.prompt("One").content();
			client.prompt("Two").content();
			LlmException refused = refused(client, "Three");
			assertThat(refused).hasMessageContaining("llm.providers.sim.rate-limit.requests-per-minute");
			assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
		});
	}

	@Test
	void tokensPerMinuteAndTheMostTokensOfAnAnswer() {
		simulated("rate-limit.tokens-per-minute=1000", "rate-limit.wait=0", "options.max-output-tokens=900")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				client.prompt("One").content();
				// what the first did not use is there again, what the second uses not so
				// soon
				client.prompt("w ".repeat(100)).content();
				assertThat(refused(client, "x".repeat(800)).getMessage())
					.contains("llm.providers.sim.rate-limit.tokens-per-minute");
			});
		simulated("rate-limit.tokens-per-minute=1000", "rate-limit.wait=0").run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			client.prompt("One").content();
			client.prompt("w ".repeat(100)).content();
			assertThat(client.prompt("x".repeat(800)).content()).isNotEmpty();
		});
	}

	@Test
	void maxConcurrentAndWait() {
		try (FakeService service = FakeService.silent()) {
			this.runner
				.withPropertyValues("llm.providers.vllm.base-url=" + service.url(), "llm.providers.vllm.model=qwen",
						"llm.providers.vllm.rate-limit.max-concurrent=1", "llm.providers.vllm.rate-limit.wait=50ms")
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					Disposable first = client.prompt("One").mono().subscribe();
					assertThat(refused(client, "Two")).hasMessageContaining("a call waits 50 ms at most")
						.hasMessageContaining("llm.providers.vllm.rate-limit.max-concurrent");
					first.dispose();
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "x-ratelimit-remaining-requests, no request is left",
			"anthropic-ratelimit-tokens-remaining, no tokens are left" })
	void learn(String header, String words) {
		try (FakeService service = FakeService.telling(header, "0")) {
			this.runner
				.withPropertyValues("llm.providers.vllm.base-url=" + service.url(), "llm.providers.vllm.model=qwen",
						"llm.providers.vllm.rate-limit.learn=true")
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					client.prompt("One").content();
					assertThat(refused(client, "Two")).hasMessageContaining(words);
				});
			this.runner
				.withPropertyValues("llm.providers.vllm.base-url=" + service.url(), "llm.providers.vllm.model=qwen")
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					client.prompt("One").content();
					client.prompt("Two").content();
				});
		}
	}

	@Test
	void limitsOfAnEntryHoldForTheBeanThatReplacesIt() {
		simulated("rate-limit.requests-per-minute=1", "rate-limit.wait=0")
			.withBean("sim", ChatProvider.class, () -> new SimulatedChatProvider("own", SimulatedSettings.DEFAULTS))
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				client.prompt("One").model("sim/m").content();
				assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> client.prompt("Two").model("sim/m").content())
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY));
			});
	}

	@Test
	void quotasOfTheApplicationReplaceOurs() {
		Quotas none = (name, perMinute) -> Quotas.local().of(name, 1);
		simulated("rate-limit.requests-per-minute=100", "rate-limit.wait=0").withBean(Quotas.class, () -> none)
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				client.prompt("One").content();
				refused(client, "Two");
			});
	}

	@ParameterizedTest
	@CsvSource({ "requests-per-minute, 0, not between 1 and", "tokens-per-minute, 60000000001, not between 1 and",
			"max-concurrent, 0, not above 0", "wait, -1s, not between 0 and a day",
			"wait, 2d, not between 0 and a day" })
	void impossibleLimitEndsTheStart(String property, String value, String problem) {
		simulated("rate-limit." + property + "=" + value)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining("llm.providers.sim.rate-limit." + property)
				.hasMessageContaining(problem));
	}

	@Test
	void missingLibraryIsNamed() {
		simulated("rate-limit.tokens-per-minute=10").withClassLoader(new FilteredClassLoader("io.github.bucket4j"))
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.hasMessageContaining("llm.providers.sim.rate-limit.tokens-per-minute")
				.hasMessageContaining("com.bucket4j:bucket4j_jdk17-core"));
		simulated("rate-limit.max-concurrent=10").withClassLoader(new FilteredClassLoader("io.github.bucket4j"))
			.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content()).isNotEmpty());
	}

	@Test
	void missingLibraryOfTheSharedRedisIsNamed() {
		Stream.of("io.lettuce", "io.github.bucket4j.redis")
			.forEach((missing) -> this.runner.withPropertyValues("llm.shared.redis.url=redis://:CANARY@127.0.0.1:1")
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
					.hasMessageContaining("llm.shared.redis.url")
					.hasMessageContaining("io.lettuce:lettuce-core and com.bucket4j:bucket4j_jdk17-lettuce")
					.hasMessageNotContaining("CANARY")));
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:6379", "redis:///0", "'redis://: :CANARY@'" })
	void addressThatIsNoRedisEndsTheStartAndIsNotShown(String url) {
		this.runner.withPropertyValues("llm.shared.redis.url=" + url)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.hasMessageContaining("llm.shared.redis.url")
				.hasMessageContaining("redis:// or rediss://")
				.hasMessageNotContaining("CANARY")
				.hasMessageNotContaining("6379'"));
	}

	@Test
	void placeholderWithoutAValueIsNamed() {
		this.runner.withPropertyValues("llm.shared.redis.url=redis://:${NOT_SET_ANYWHERE}@localhost:6379")
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.hasMessageContaining("llm.shared.redis.url")
				.hasMessageContaining("It refers to '${NOT_SET_ANYWHERE}', which has no value."));
	}

	@Test
	void blankAddressIsAnAbsentOne() {
		simulated("rate-limit.requests-per-minute=1", "rate-limit.wait=0").withPropertyValues("llm.shared.redis.url= ")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				client.prompt("One").content();
				refused(client, "Two");
			});
	}

}
