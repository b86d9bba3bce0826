package io.github.llmspring.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.budget.BudgetPeriod;
import io.github.llmspring.budget.BudgetState;
import io.github.llmspring.budget.BudgetWarning;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.budget.Spending;
import io.github.llmspring.budget.SpendingLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests that each property of budgets has its effect. A word of a prompt costs ten cents
 * at the provider 'a' and a cent at 'b', answers nothing.
 */
class BudgetPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withPropertyValues("llm.providers.a.type=simulated", "llm.providers.a.model=m",
				"llm.providers.b.type=simulated", "llm.providers.b.model=m", "llm.default-model=a",
				"llm.routes.smart.models=a,b", "llm.catalog.models[a/m].price.input=100000",
				"llm.catalog.models[a/m].price.output=0", "llm.catalog.models[b/m].price.input=10000",
				"llm.catalog.models[b/m].price.output=0");

	private void run(Consumer<ChatClient> test, String... properties) {
		configured(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context.getBean(ChatClient.class));
		});
	}

	private ApplicationContextRunner configured(String... properties) {
		return this.runner.withPropertyValues(Arrays.stream(properties)
			.map((line) -> line.startsWith("llm.") ? line : "llm.budgets.nightly." + line)
			.toArray(String[]::new));
	}

	private static @Nullable Reason call(ChatClient client, String model, String... tag) {
		try {
			var prompt = client.prompt("Hello").model(model);
			((tag.length > 0) ? prompt.tag(tag[0], tag[1]) : prompt).call();
			return null;
		}
		catch (LlmException ex) {
			return ex.reason();
		}
	}

	@Test
	void answersTellTheirCostWithoutAnyBudget() {
		this.runner.run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			assertThat(client.prompt("Hello there").tag("job", "nightly").call().cost()).isEqualTo(Cost.usd("0.2"));
			assertThat(client.prompt("Hello").model("a/other").call().cost()).isNull();
			assertThat(client.prompt("Hello").model("smart").call().cost()).isEqualTo(Cost.usd("0.1"));
			Spending today = context.getBean(SpendingLedger.class).today();
			assertThat(today.total().exchanges()).isEqualTo(3);
			assertThat(today.total().costs()).containsExactly(Cost.usd("0.3"));
			assertThat(today.models()).containsOnlyKeys("a/m", "a/other");
			assertThat(today.routes()).containsOnlyKeys("smart");
			assertThat(today.tags().get("job").get("nightly").costs()).containsExactly(Cost.usd("0.2"));
			assertThat(context.getBean(Budgets.class).states()).isEmpty();
		});
	}

	@Test
	void limit() {
		run((client) -> {
			assertThat(call(client, "a")).isNull();
			assertThat(call(client, "a")).isNull();
			assertThat(call(client, "a")).isEqualTo(Reason.BUDGET_EXCEEDED);
			assertThat(call(client, "smart")).isEqualTo(Reason.BUDGET_EXCEEDED);
		}, "limit=0.15");
	}

	@Test
	void period() {
		configured("limit=0.15", "period=month").run((context) -> {
			BudgetState state = context.getBean(Budgets.class).states().get(0);
			assertThat(state.budget().period()).isEqualTo(BudgetPeriod.MONTH);
			assertThat(state.since()).isBeforeOrEqualTo(Instant.now());
			assertThat(Duration.between(state.since(), state.until())).isGreaterThan(Duration.ofDays(27));
		});
	}

	@Test
	void currency() {
		Pricing euros = (address, usage) -> new Cost(BigDecimal.ONE, Currency.getInstance("EUR"));
		this.runner.withBean(Pricing.class, () -> euros)
			.withPropertyValues("llm.budgets.nightly.limit=1", "llm.budgets.nightly.currency=EUR")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				assertThat(call(client, "a")).isNull();
				assertThat(call(client, "a")).isEqualTo(Reason.BUDGET_EXCEEDED);
			});
	}

	@Test
	void whenTag() {
		run((client) -> {
			assertThat(call(client, "a", "job", "daily")).isNull();
			assertThat(call(client, "a", "job", "nightly")).isNull();
			assertThat(call(client, "a", "job", "nightly")).isEqualTo(Reason.BUDGET_EXCEEDED);
			assertThat(call(client, "a", "job", "daily")).isNull();
			assertThat(call(client, "a")).isNull();
		}, "limit=0.1", "when.tag.job=nightly");
	}

	@Test
	void whenRoute() {
		run((client) -> {
			assertThat(call(client, "a")).isNull();
			assertThat(call(client, "smart")).isNull();
			assertThat(call(client, "smart")).isEqualTo(Reason.BUDGET_EXCEEDED);
			assertThat(call(client, "a")).isNull();
		}, "limit=0.1", "when.route=smart");
	}

	@Test
	void whenProvider() {
		run((client) -> {
			assertThat(client.prompt("Hello").model("smart").call().provider()).isEqualTo("a");
			assertThat(call(client, "a")).isEqualTo(Reason.BUDGET_EXCEEDED);
			assertThat(client.prompt("Hello").model("smart").call().provider()).isEqualTo("b");
			assertThat(call(client, "b")).isNull();
		}, "limit=0.1", "when.provider=a");
	}

	@Test
	void onExceededWarn() {
		run((client) -> {
			assertThat(call(client, "a")).isNull();
			ChatResponse answer = client.prompt("Hello").call();
			assertThat(answer.warnings())
				.anyMatch((line) -> line.startsWith("The budget 'nightly' of 0.1 USD is spent"));
		}, "limit=0.1", "on-exceeded=warn");
	}

	@Test
	void onExceededCheapest() {
		run((client) -> {
			assertThat(client.prompt("Hello").model("smart").call().provider()).isEqualTo("a");
			ChatResponse answer = client.prompt("Hello").model("smart").call();
			assertThat(answer.provider()).isEqualTo("b");
			assertThat(answer.warnings()).anyMatch((line) -> line.contains("'nightly'"));
			assertThat(call(client, "a")).isNull();
		}, "limit=0.1", "on-exceeded=cheapest");
	}

	@Test
	void budgetIsCheckedOnFallback() {
		run((client) -> {
			assertThat(call(client, "b", "job", "nightly")).isNull();
			LlmException failure = catchThrowableOfType(LlmException.class,
					() -> client.prompt("Hello").model("smart").tag("job", "nightly").call());
			assertThat(failure.attempts()).extracting((attempt) -> attempt.address().provider(), Attempt::reason)
				.contains(tuple("a", Reason.OVERLOADED), tuple("b", Reason.BUDGET_EXCEEDED));
		}, "limit=0.01", "when.provider=b", "when.tag.job=nightly", "llm.providers.a.simulated.fail=overloaded");
	}

	@Test
	void warningsAreEventsOfTheApplication() {
		LinkedBlockingQueue<BudgetWarning> warnings = new LinkedBlockingQueue<>();
		configured("limit=0.25").withBean("listener", ApplicationListener.class, () -> listener(warnings))
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				call(client, "a");
				call(client, "a");
				BudgetWarning nearly = warnings.poll(20, TimeUnit.SECONDS);
				assertThat(nearly.isSpent()).isFalse();
				assertThat(nearly.state().spent()).isEqualTo(Cost.usd("0.2"));
				call(client, "a");
				assertThat(warnings.poll(20, TimeUnit.SECONDS).isSpent()).isTrue();
			});
	}

	private static ApplicationListener<PayloadApplicationEvent<BudgetWarning>> listener(
			LinkedBlockingQueue<BudgetWarning> warnings) {
		return new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(PayloadApplicationEvent<BudgetWarning> event) {
				warnings.add(event.getPayload());
			}

		};
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			period=day                   | limit       | It is not set, and a budget without a limit bounds nothing.
			limit=0                      | limit       | With it no call could ever be sent.
			limit=-5                     | limit       | With it no call could ever be sent.
			limit=5000000000             | limit       | It is above 1000000000.
			currency=EUR                 | currency    | All prices are in USD, so that no call would ever count.
			currency=dollars             | currency    | It is no currency of ISO 4217.
			when.provider=c              | when.provider | There is no such provider.
			when.route=smrt              | when.route  | There is no such route.
			when.tags.job=x              | when.tags.job | Budgets have no such property.
			""")
	void impossibleBudgetEndsTheStart(String line, String property, String problem) {
		List<String> lines = (line.startsWith("limit") || line.startsWith("period")) ? List.of(line)
				: List.of("limit=1", line);
		configured(lines.toArray(String[]::new)).run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
			assertThat(cause).isInstanceOfSatisfying(InvalidLlmConfigurationException.class, (invalid) -> {
				assertThat(invalid.property()).isEqualTo("llm.budgets.nightly." + property);
				assertThat(invalid.problem()).isEqualTo(problem);
			});
		});
	}

	@Test
	void cheapestNeedsARoute() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
			.withPropertyValues("llm.providers.a.type=simulated", "llm.budgets.nightly.limit=1",
					"llm.budgets.nightly.on-exceeded=cheapest")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("llm.budgets.nightly.on-exceeded")
				.hasMessageContaining("There is no route whose cheapest model could be asked."));
	}

	@Test
	void budgetKeepsItsNameWithinBounds() {
		this.runner.withPropertyValues("llm.budgets[my_budget].limit=1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("is no name of a budget"));
	}

}
