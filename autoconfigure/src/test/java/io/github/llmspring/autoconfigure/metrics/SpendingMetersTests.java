package io.github.llmspring.autoconfigure.metrics;

import io.github.llmspring.ChatClient;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.autoconfigure.LlmAutoConfiguration;
import io.github.llmspring.autoconfigure.LlmObservationAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of the meters of money. A word of a prompt costs ten cents, answers nothing.
 */
class SpendingMetersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmObservationAutoConfiguration.class,
				LlmMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.sim.model=m",
				"llm.catalog.models[sim/m].price.input=100000", "llm.catalog.models[sim/m].price.output=0",
				"llm.routes.smart.models=sim");

	@Test
	void costIsMeasuredByProviderModelRouteAndWantedTags() {
		this.runner.withPropertyValues("llm.observation.cost-tags=job").run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			client.prompt("Hello").model("sim").tag("job", "nightly").tag("user", "me").call();
			client.prompt("Hello you").model("smart").call();
			client.prompt("Hello").model("sim/unpriced").call();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("llm.cost").counters()).hasSize(2);
			assertThat(registry.get("llm.cost")
				.tags("llm.provider.id", "sim", "gen_ai.request.model", "m", "llm.route", "none", "llm.currency", "USD",
						"llm.tag.job", "nightly")
				.counter()
				.count()).isCloseTo(0.1, within(1e-9));
			assertThat(registry.get("llm.cost").tags("llm.route", "smart", "llm.tag.job", "none").counter().count())
				.isCloseTo(0.2, within(1e-9));
		});
	}

	@Test
	void whatHasNoPriceIsCountedAndCostsNotNothing() {
		this.runner.withPropertyValues("llm.observation.cost-tags=job").run((context) -> {
			ChatClient client = context.getBean(ChatClient.class);
			client.prompt("Hello").model("sim/unpriced").tag("job", "nightly").call();
			client.prompt("Hello").model("sim/unpriced").tag("job", "nightly").stream().content().blockLast();
			client.prompt("Hello").model("sim").call();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("llm.cost.unknown").counters()).singleElement()
				.satisfies((counter) -> assertThat(counter.count()).isEqualTo(2));
			assertThat(registry.get("llm.cost.unknown")
				.tags("llm.provider.id", "sim", "gen_ai.request.model", "unpriced", "llm.route", "none", "llm.tag.job",
						"nightly")
				.counters()).hasSize(1);
			assertThat(registry.get("llm.cost").counters()).singleElement()
				.satisfies((counter) -> assertThat(counter.getId().getTag("gen_ai.request.model")).isEqualTo("m"));
		});
	}

	@Test
	void vectorsAreMeasuredAsAnswersAre() {
		this.runner
			.withPropertyValues("llm.observation.cost-tags=job", "llm.providers.sim.embedding-model=e",
					"llm.catalog.models[sim/e].price.input=100000")
			.run((context) -> {
				EmbeddingClient client = context.getBean(EmbeddingClient.class)
					.withOptions(EmbeddingOptions.builder().tag("job", "nightly").build());
				client.embed("Hello you");
				client.withModel("sim/unpriced").embed("Hello");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("llm.cost")
					.tags("llm.provider.id", "sim", "gen_ai.request.model", "e", "llm.route", "none", "llm.currency",
							"USD", "llm.tag.job", "nightly")
					.counter()
					.count()).isCloseTo(0.2, within(1e-9));
				assertThat(registry.get("llm.cost.unknown")
					.tags("gen_ai.request.model", "unpriced", "llm.tag.job", "nightly")
					.counter()
					.count()).isEqualTo(1);
			});
	}

	@Test
	void whatIsLeftOfABudgetIsMeasured() {
		this.runner.withPropertyValues("llm.budgets.nightly.limit=0.25").run((context) -> {
			context.getBean(ChatClient.class).prompt("Hello").model("sim").call();
			assertThat(context.getBean(MeterRegistry.class)
				.get("llm.budget.remaining")
				.tags("llm.budget", "nightly", "llm.currency", "USD")
				.gauge()
				.value()).isCloseTo(0.15, within(1e-9));
		});
	}

}
