package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.SpendingListener;
import io.github.llmspring.budget.Spent;
import io.github.llmspring.catalog.Capability;
import io.github.llmspring.catalog.Catalog;
import io.github.llmspring.catalog.ModelFacts;
import io.github.llmspring.catalog.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that each property of the catalogue has its effect.
 */
@ExtendWith(OutputCaptureExtension.class)
class CatalogPropertiesTests {

	private static final Usage MILLION = new Usage(1_000_000L, null, null, 1_000_000L, null, Map.of());

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withPropertyValues("llm.providers.my-ai.type=openai", "llm.providers.my-ai.api-key=k",
				"llm.providers.a.type=simulated", "llm.providers.a.model=m", "llm.providers.b.type=simulated",
				"llm.providers.b.model=m", "llm.default-model=a");

	@TempDir
	private Path folder;

	private void models(Consumer<Models> test, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> test.accept(context.getBean(Models.class)));
	}

	private void client(Consumer<ChatClient> test, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> test.accept(context.getBean(ChatClient.class)));
	}

	private static InvalidLlmConfigurationException invalid(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull();
		return (InvalidLlmConfigurationException) NestedExceptionUtils.getMostSpecificCause(failure);
	}

	private static String of(String address, String property) {
		return "llm.catalog.models[" + address + "]." + property;
	}

	private static ModelFacts facts(Models models, String address) {
		return Objects.requireNonNull(models.find(ModelAddress.parse(address)));
	}

	private static Cost cost(Models models, String address) {
		return Objects.requireNonNull(models.cost(ModelAddress.parse(address), MILLION));
	}

	@Test
	void modelsOfAnyIdAreFoundByTheServiceThatItConnectsTo() {
		models((models) -> {
			assertThat(cost(models, "my-ai/gpt-4o-mini")).isEqualTo(Cost.usd("0.75"));
			assertThat(models.find("openai", "gpt-4o-mini")).isNull();
			assertThat(models.find("a", "gpt-4o-mini")).isNull();
			assertThat(models.asOf()).isEqualTo(Catalog.shipped().asOf());
		});
	}

	@Test
	void price() {
		models((models) -> {
			Usage usage = new Usage(1_000_000L, 100_000L, 200_000L, 1_000_000L, 400_000L, Map.of());
			assertThat(models.cost(new ModelAddress("a", "m"), usage)).isEqualTo(Cost.usd("13.93"));
		}, of("a/m", "price.input=1"), of("a/m", "price.output=10"), of("a/m", "price.cached-input=0.3"),
				of("a/m", "price.cache-write=1"), of("a/m", "price.reasoning=17.5"));
	}

	@Test
	void priceTiers() {
		models((models) -> {
			assertThat(cost(models, "a/m")).isEqualTo(Cost.usd("23"));
			assertThat(models.cost(new ModelAddress("a", "m"), new Usage(10L, null, null, 0L, null, Map.of())))
				.isEqualTo(Cost.usd("0.00001"));
		}, of("a/m", "price.input=1"), of("a/m", "price.output=20"), of("a/m", "price.tiers[0].above=10"),
				of("a/m", "price.tiers[0].input=3"));
	}

	@Test
	void tiersTakeThePlaceOfThoseThatCountLess() {
		this.runner
			.withPropertyValues(of("a/m", "price.input=1"), of("a/m", "price.output=20"),
					of("a/m", "price.tiers[0].above=10"), of("a/m", "price.tiers[0].input=3"))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("defaults",
						Map.of(of("a/m", "price.tiers[0].reasoning"), 7, of("a/m", "price.tiers[1].above"), 20,
								of("a/m", "price.tiers[1].input"), 5))))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(cost(context.getBean(Models.class), "a/m")).isEqualTo(Cost.usd("23"));
			});
	}

	@Test
	void mistypedPropertyOfATierIsRefused() {
		this.runner.withPropertyValues(of("a/m", "price.tiers[0].above=10"), of("a/m", "price.tiers[0].inptu=3"))
			.run((context) -> assertThat(invalid(context).property()).isEqualTo(of("a/m", "price.tiers[0].inptu")));
	}

	@Test
	void ownEntryHoldsForNamesWithADateThatTheCatalogueHasForTheModel() {
		models((models) -> {
			assertThat(cost(models, "my-ai/gpt-4o-2024-08-06")).isEqualTo(Cost.usd("9"));
			assertThat(facts(models, "my-ai/gpt-4o-2024-08-06").contextTokens()).isEqualTo(128_000);
			assertThat(cost(models, "my-ai/gpt-4o-2024-11-20")).as("said itself").isEqualTo(Cost.usd("13"));
			assertThat(cost(models, "my-ai/gpt-4o-2024-05-13")).as("known to cost something else")
				.isEqualTo(Cost.usd("20"));
			assertThat(cost(models, "my-ai/gpt-4o-mini-2024-07-18")).as("another model").isEqualTo(Cost.usd("0.75"));
			assertThat(models.find("my-ai", "mine-2024-08-06")).as("of which nobody says it").isNull();
		}, of("my-ai/gpt-4o", "price.input=4"), of("my-ai/gpt-4o", "price.output=5"),
				of("my-ai/gpt-4o-2024-11-20", "price.input=6"), of("my-ai/gpt-4o-2024-11-20", "price.output=7"),
				of("my-ai/mine", "price.input=1"));
	}

	@Test
	void ownPriceWinsAndTheCatalogueCompletesIt() {
		models((models) -> {
			assertThat(cost(models, "my-ai/gpt-4o-mini")).isEqualTo(Cost.usd("7.6"));
			assertThat(facts(models, "my-ai/gpt-4o-mini").contextTokens()).isEqualTo(128_000);
		}, of("my-ai/gpt-4o-mini", "price.input=7"));
	}

	@Test
	void numbersOfTokens() {
		models((models) -> {
			assertThat(facts(models, "a/m").contextTokens()).isEqualTo(1_000);
			assertThat(facts(models, "a/m").outputTokens()).isEqualTo(100);
		}, of("a/m", "context-tokens=1000"), of("a/m", "output-tokens=100"));
	}

	@Test
	void whatAModelLacksIsNotSentToIt() {
		client((client) -> {
			Media image = Media.of("image/png", new byte[] { 1 });
			assertThat(client.prompt("?").call().provider()).isEqualTo("a");
			assertThat(client.prompt("?").attach(image).call().provider()).isEqualTo("b");
			LlmException failure = catchThrowableOfType(LlmException.class,
					() -> client.prompt("?").model("a").attach(image).call());
			assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(failure).hasMessageContaining("a/m does not look at images");
		}, of("a/m", "lacks=vision"), "llm.default-model=smart", "llm.routes.smart.models=a,b");
	}

	@Test
	void whatAModelCanDoCountsBeforeTheCatalogueAndTheService() {
		models((models) -> {
			assertThat(facts(models, "my-ai/o3-mini").lacks()).isEmpty();
			assertThat(facts(models, "my-ai/o3-mini").capabilities()).contains(Capability.VISION);
		}, of("my-ai/o3-mini", "capabilities=vision"));
	}

	@Test
	void rejectedOptionsAreLeftOutWithAWarningAndFailStrictCalls() {
		try (FakeService service = FakeService.answering()) {
			this.runner
				.withPropertyValues("llm.providers.c.type=openai-compatible",
						"llm.providers.c.base-url=" + service.url(), "llm.providers.c.model=m",
						"llm.providers.c.options.temperature=0.5", of("c/m", "rejects=temperature,seed"),
						"llm.default-model=c")
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					ChatResponse answer = client.prompt("?").call();
					assertThat(answer.warnings())
						.containsExactly("The option 'temperature' was left out: m does not take it.");
					assertThat(service.calls().get(0).text()).doesNotContain("temperature");
					assertThat(client.prompt("?").model("c/other").call().warnings()).isEmpty();
					LlmException failure = catchThrowableOfType(LlmException.class,
							() -> client.prompt("?")
								.options(ChatOptions.builder().seed(1L).strict(true).build())
								.call());
					assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
					assertThat(failure).hasMessageContaining("cannot be sent: m does not take it");
					assertThat(service.calls()).hasSize(2);
				});
		}
	}

	@Test
	void location() throws IOException {
		Path file = catalogue("{\"openai\": {\"gpt-9\": {\"price\": {\"input\": 1, \"output\": 2}}}}");
		for (String location : List.of(file.toString(), "file:" + file)) {
			models((models) -> {
				assertThat(cost(models, "my-ai/gpt-9")).isEqualTo(Cost.usd("3"));
				assertThat(models.find("my-ai", "gpt-4o-mini")).isNotNull();
			}, "llm.catalog.location=" + location);
		}
		models((models) -> assertThat(cost(models, "my-ai/gpt-9")).isEqualTo(Cost.usd("5")),
				"llm.catalog.location=classpath:catalog-of-tests.json");
	}

	@Test
	void use(CapturedOutput output) throws IOException {
		StringBuilder half = new StringBuilder();
		for (int i = 0; i <= Catalog.shipped().size() / 2; i++) {
			half.append((i > 0) ? ", " : "").append("\"m-").append(i).append("\": {\"context-tokens\": 7}");
		}
		Path file = catalogue("{\"openai\": {" + half + "}}");
		models((models) -> {
			assertThat(facts(models, "my-ai/m-7").contextTokens()).isEqualTo(7);
			assertThat(models.find("my-ai", "gpt-4o-mini")).isNull();
		}, "llm.catalog.location=" + file, "llm.catalog.use=replace");
		assertThat(output).doesNotContain(file + " has");
	}

	@Test
	void replacementOfLessThanHalfTheSizeIsRefusedWithAWarning(CapturedOutput output) throws IOException {
		Path file = catalogue("{\"openai\": {\"gpt-9\": {\"context-tokens\": 7}}}");
		models((models) -> {
			assertThat(models.find("my-ai", "gpt-9")).isNull();
			assertThat(models.find("my-ai", "gpt-4o-mini")).isNotNull();
		}, "llm.catalog.location=" + file, "llm.catalog.use=replace");
		assertThat(output).contains(file + " has 1 models, less than half of the " + Catalog.shipped().size());
	}

	@Test
	void reload() throws IOException {
		Path file = catalogue("{\"openai\": {\"gpt-9\": {\"context-tokens\": 7}}}");
		models((models) -> {
			assertThat(facts(models, "my-ai/gpt-9").contextTokens()).isEqualTo(7);
			assertThat(facts(models, "my-ai/gpt-8").contextTokens()).isEqualTo(8);
			rewrite("{\"openai\": {\"gpt-9\": {\"context-tokens\": 9}, \"gpt-8\": {\"lacks\": [\"tools\"]}}}");
			Instant end = Instant.now().plus(Duration.ofSeconds(20));
			while (facts(models, "my-ai/gpt-9").contextTokens() != 9) {
				assertThat(Instant.now()).isBefore(end);
				Thread.onSpinWait();
			}
			assertThat(facts(models, "my-ai/gpt-8").lacks()).containsExactly(Capability.TOOLS);
			assertThat(facts(models, "my-ai/gpt-8").contextTokens()).isEqualTo(8);
		}, "llm.catalog.location=" + file, "llm.catalog.reload=1ms", of("my-ai/gpt-8", "context-tokens=8"));
	}

	@Test
	void everyAnswerTellsItsCostWhereThePriceIsKnown() {
		client((client) -> {
			Cost cost = Objects.requireNonNull(client.prompt("Hello").call().cost());
			assertThat(cost.amount()).isPositive();
			assertThat(cost.currency().getCurrencyCode()).isEqualTo("USD");
		}, of("a/m", "price.input=1"), of("a/m", "price.output=10"));
	}

	@Test
	void unknownModelsAreCallableAtUnknownCostAndCounted() {
		List<Spent> spent = new ArrayList<>();
		this.runner.withBean("spent", SpendingListener.class, () -> spent::add).run((context) -> {
			ChatResponse answer = context.getBean(ChatClient.class).prompt("?").call();
			assertThat(answer.provider()).isEqualTo("a");
			assertThat(answer.cost()).isNull();
			assertThat(spent).singleElement().satisfies((each) -> {
				assertThat(each.address()).isEqualTo(new ModelAddress("a", "m"));
				assertThat(each.cost()).isNull();
			});
		});
	}

	@Test
	void providersOfTheApplicationMayHaveModelsToo() {
		ChatProvider own = (request) -> Flux.empty();
		this.runner.withBean("own", ChatProvider.class, () -> own)
			.withPropertyValues(of("own/big", "context-tokens=7"))
			.run((context) -> assertThat(facts(context.getBean(Models.class), "own/big").contextTokens()).isEqualTo(7));
	}

	@Test
	void cheapestAsksTheModelWithTheLowestPrice() {
		String[] prices = { of("a/m", "price.input=2"), of("a/m", "price.output=2"), of("b/m", "price.input=1"),
				of("b/m", "price.output=1"), "llm.default-model=smart", "llm.routes.smart.models=a,b",
				"llm.routes.smart.strategy=cheapest" };
		client((client) -> assertThat(client.prompt("?").call().provider()).isEqualTo("b"), prices);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"llm.catalog.models.a.context-tokens=1|llm.catalog.models[a]|'a' is no address of a model|Write the address of the model in brackets",
			"llm.catalog.models.a/m.context-tokens=1|llm.catalog.models[am]|'am' is no address of a model|in brackets",
			"llm.catalog.models.my-ai/gpt-5.2.price.input=1|llm.catalog.models.my-aigpt-5.2.price.input|Models have no such property|in brackets",
			"llm.catalog.models[my-al/m].context-tokens=1|llm.catalog.models[my-al/m]|No provider is called 'my-al'|Did you mean 'my-ai'?",
			"llm.catalog.models[a/m].context-token=1|llm.catalog.models[a/m].context-token|Models have no such property|Did you mean 'context-tokens'?",
			"llm.catalog.models[a/m].context-tokens=0|llm.catalog.models[a/m].context-tokens|It is not above 0|Set it to a number",
			"llm.catalog.models[a/m].capabilities=visoin|llm.catalog.models[a/m].capabilities|There is no such capability|Did you mean 'vision'?",
			"llm.catalog.models[a/m].rejects=temprature|llm.catalog.models[a/m].rejects|There is no such option|Did you mean 'temperature'?",
			"llm.catalog.models[a/m].price.input=-1|llm.catalog.models[a/m].price.input|It is below 0|dollars for a million tokens",
			"llm.catalog.models[a/m].price.tiers[0].inptu=1|llm.catalog.models[a/m].price.tiers[0].inptu|Elements of this list have no such property|Did you mean 'input'?",
			"llm.catalog.models[a/m].price.tiers[1].input=1|llm.catalog.models[a/m].price.tiers[1].input|An element before it is missing|Number the elements of 'llm.catalog.models[a/m].price.tiers' from 0 on",
			"llm.catalog.models[a/m].capabilities[1]=tools|llm.catalog.models[a/m].capabilities[1]|An element before it is missing|from 0 on",
			"llm.catalog.models[a/m].price.output=1e400|llm.catalog.models[a/m].price.output|It is above 1000000000|dollars for a million tokens",
			"llm.catalog.models[a/m].price.tiers[0].input=1|llm.catalog.models[a/m].price.tiers[0].above|It is not set|Set it to the most tokens",
			"llm.catalog.location=/nowhere/at-all.json|llm.catalog.location|cannot be read (NoSuchFileException)|Set it to a file",
			"llm.catalog.location=classpath:nowhere.json|llm.catalog.location|There is no such resource|Set it to a file",
			"llm.catalog.location=classpath:META-INF/llm/presets.json|llm.catalog.location|No catalogue of models|Set it to a file" })
	void whatIsWrongIsExplained(String line, String property, String problem, String action) {
		this.runner.withPropertyValues(line).run((context) -> {
			InvalidLlmConfigurationException failure = invalid(context);
			assertThat(failure.property()).isEqualTo(property);
			assertThat(failure).hasMessageContaining(problem).hasMessageContaining(action);
		});
	}

	@Test
	void nothingHasAndLacksTheSame() {
		this.runner.withPropertyValues(of("a/m", "capabilities=tools"), of("a/m", "lacks=tools"))
			.run((context) -> assertThat(invalid(context)).hasMessageContaining("It is among 'capabilities', too."));
	}

	@Test
	void reloadIsNotBelowZero() throws IOException {
		Path file = catalogue("{}");
		this.runner.withPropertyValues("llm.catalog.location=" + file, "llm.catalog.reload=-1s")
			.run((context) -> assertThat(invalid(context).property()).isEqualTo("llm.catalog.reload"));
	}

	private Path catalogue(String providers) throws IOException {
		return Files.writeString(this.folder.resolve("models.json"), "{\"providers\": " + providers + "}");
	}

	private void rewrite(String providers) {
		try {
			Files.setLastModifiedTime(catalogue(providers), FileTime.from(Instant.now().plusSeconds(60)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
