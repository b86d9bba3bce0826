package io.github.llmspring.autoconfigure.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import io.github.llmspring.autoconfigure.LlmAutoConfiguration;
import io.github.llmspring.autoconfigure.LlmObservationAutoConfiguration;
import io.github.llmspring.autoconfigure.LlmRuntime;
import io.github.llmspring.observation.ChatObservationContext;
import io.github.llmspring.observation.ChatObservationConvention;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.observation.metrics.LlmMeters;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what an application with Spring Boot's metrics measures of calls.
 */
class LlmMetricsAutoConfigurationTests {

	private static final String DURATION = "gen_ai.client.operation.duration";

	private final ApplicationContextRunner withoutMetrics = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmObservationAutoConfiguration.class,
				LlmMetricsAutoConfiguration.class))
		.withPropertyValues("llm.providers.sim.type=simulated");

	private final ApplicationContextRunner runner = this.withoutMetrics
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void callIsMeasured() {
		this.runner.run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get(DURATION).tag("llm.provider.id", "sim").timer().count()).isEqualTo(1);
			assertThat(registry.get("llm.call").timer().count()).isEqualTo(1);
			assertThat(names(registry)).contains("gen_ai.client.token.usage", "llm.in.flight", "llm.circuit.state",
					"llm.rest.left");
		});
	}

	@Test
	void metersOfSpringBootForObservationsAreNotMadeAsWell() {
		this.runner.run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(names(registry)).noneMatch((name) -> name.endsWith(".active"));
			assertThat(registry.get(DURATION).timer().getId().getTags()).extracting(Tag::getKey)
				.doesNotContain("error");
		});
	}

	@Test
	void firstChunkOfAStreamIsMeasuredAndFurtherOnesOnlyOnRequest() {
		String first = "gen_ai.client.operation.time_to_first_chunk";
		String further = "gen_ai.client.operation.time_per_output_chunk";
		this.runner.run((context) -> {
			context.getBean(ChatClient.class).prompt("Say some words").stream().content().blockLast();
			assertThat(names(context.getBean(MeterRegistry.class))).contains(first).doesNotContain(further);
		});
		this.runner.withPropertyValues("llm.observation.chunk-times=true").run((context) -> {
			context.getBean(ChatClient.class).prompt("Say some words").stream().content().blockLast();
			assertThat(context.getBean(MeterRegistry.class).get(further).timer().count()).isPositive();
		});
	}

	@Test
	void namesAreThoseOfTheGenerationThatIsSet() {
		this.runner.withPropertyValues("llm.observation.names=latest").run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			assertThat(names(context.getBean(MeterRegistry.class)))
				.contains("gen_ai.client.inference.duration", "gen_ai.client.inference.usage.input_tokens")
				.doesNotContain(DURATION, "gen_ai.client.token.usage");
		});
		this.runner.withPropertyValues("llm.observation.names=v1-41").run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			assertThat(names(context.getBean(MeterRegistry.class))).contains(DURATION);
		});
	}

	@Test
	void nothingIsObservedWhereItIsSwitchedOff() {
		this.runner.withPropertyValues("llm.observation.enabled=false").run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			assertThat(context).doesNotHaveBean(Observations.class).doesNotHaveBean(LlmMeters.class);
			assertThat(names(context.getBean(MeterRegistry.class)))
				.noneMatch((name) -> name.startsWith("gen_ai") || name.startsWith("llm"));
		});
	}

	@Test
	void bucketsAreThoseOfTheConventions() {
		this.runner.run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(buckets(registry.get(DURATION).timer().takeSnapshot().histogramCounts(), 1e9)).containsExactly(
					0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
			assertThat(buckets(registry.get("gen_ai.client.token.usage")
				.tag("gen_ai.token.type", "input")
				.summary()
				.takeSnapshot()
				.histogramCounts(), 1)).containsExactly(1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0,
						262144.0, 1048576.0, 4194304.0, 16777216.0, 67108864.0);
		});
	}

	private static List<Double> buckets(CountAtBucket[] counts, double unit) {
		return List.of(counts).stream().map((count) -> count.bucket() / unit).toList();
	}

	@Test
	void bucketsOfTheApplicationWin() {
		this.runner.withPropertyValues("management.metrics.distribution.slo." + DURATION + "=1s,5s").run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").content();
			assertThat(buckets(
					context.getBean(MeterRegistry.class).get(DURATION).timer().takeSnapshot().histogramCounts(), 1e9))
				.containsExactly(1.0, 5.0);
		});
	}

	@Test
	void conventionOfTheApplicationTakesThePlaceOfOurs() {
		this.runner.withBean(TeamConvention.class).run((context) -> {
			context.getBean(ChatClient.class).prompt("Hi").tag("team", "search").content();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get(DURATION).tag("team", "search").timer().count()).isEqualTo(1);
			assertThat(registry.get("gen_ai.client.token.usage").tag("team", "search").summaries()).hasSize(2);
		});
	}

	@Test
	void providersOfTheApplicationAreMeasured() {
		ChatProvider chat = new SimulatedChatProvider("own", SimulatedSettings.DEFAULTS);
		EmbeddingProvider vectors = (request) -> Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }), "e", "own",
				new Usage(3L, null, null, null, null, Map.of()), List.of()));
		this.runner.withBean("own", ChatProvider.class, () -> chat)
			.withBean("own-vectors", EmbeddingProvider.class, () -> vectors)
			.withPropertyValues("llm.default-model=sim")
			.run((context) -> {
				context.getBean(ChatClient.class).withModel("own").prompt("Hi").content();
				context.getBean(EmbeddingClient.class).withModel("own-vectors/e").embed("Hi");
				context.getBean(EmbeddingClient.class).withModel("sim").embed("Hi");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get(DURATION).tag("llm.provider.id", "own").timer().count()).isEqualTo(1);
				assertThat(registry.get(DURATION)
					.tag("llm.provider.id", "own-vectors")
					.tag("gen_ai.operation.name", "embeddings")
					.timer()
					.count()).isEqualTo(1);
				assertThat(registry.get(DURATION)
					.tag("llm.provider.id", "sim")
					.tag("gen_ai.operation.name", "embeddings")
					.timer()
					.count()).isEqualTo(1);
			});
	}

	@Test
	void breakerOfAModelOfVectorsIsMeasured() {
		this.runner
			.withPropertyValues("llm.providers.sim.embedding-model=e", "llm.providers.sim.simulated.fail=overloaded",
					"llm.providers.sim.retry.max-retries=0", "llm.providers.sim.circuit-breaker.minimum-calls=1")
			.run((context) -> {
				EmbeddingClient client = context.getBean(EmbeddingClient.class);
				assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.embed("Hello"));
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("llm.circuit.state")
					.tags("llm.provider.id", "sim", "gen_ai.request.model", "e")
					.gauge()
					.value()).isEqualTo(2);
			});
	}

	@Test
	void gaugesOfAProviderThatIsRemovedGoWithIt() {
		this.runner.run((context) -> {
			LlmRuntime runtime = context.getBean(LlmRuntime.class);
			runtime.change(Map.of("llm.default-model", "sim", "llm.providers.new.type", "simulated"));
			ChatClient client = context.getBean(ChatClient.class);
			client.prompt("Hi").content();
			client.withModel("new").prompt("Hi").content();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(providers(registry, "llm.in.flight")).containsExactlyInAnyOrder("sim", "new");
			Map<String, Object> gone = new HashMap<>();
			gone.put("llm.providers.new.type", null);
			runtime.change(gone);
			for (String gauge : List.of("llm.in.flight", "llm.circuit.state", "llm.rest.left")) {
				assertThat(providers(registry, gauge)).as(gauge).containsExactly("sim");
			}
			assertThat(providers(registry, DURATION)).as("what was stays").contains("new");
		});
	}

	private static List<String> providers(MeterRegistry registry, String name) {
		return registry.find(name).meters().stream().map((meter) -> meter.getId().getTag("llm.provider.id")).toList();
	}

	@Test
	void applicationThatObservesNothingCallsAllTheSame() {
		this.withoutMetrics.run((context) -> {
			assertThat(context.getBean(ChatClient.class).prompt("Hi").content()).contains("Hi");
			assertThat(context).doesNotHaveBean(Observations.class).doesNotHaveBean(LlmMeters.class);
		});
	}

	@Test
	void applicationWithoutTheLibraryOfMetersObservesAllTheSame() {
		this.withoutMetrics.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBean(ChatClient.class).prompt("Hi").content()).contains("Hi");
				assertThat(context).hasSingleBean(Observations.class).hasSingleBean(ObservationRegistry.class);
				assertThat(context).doesNotHaveBean(LlmMetricsAutoConfiguration.class);
			});
	}

	private static Set<String> names(MeterRegistry registry) {
		return registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).collect(Collectors.toSet());
	}

	static final class TeamConvention extends ChatObservationConvention {

		TeamConvention() {
			super(Generation.V1_41);
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("team",
					String.valueOf(context.request().tags().get("team")));
		}

	}

}
