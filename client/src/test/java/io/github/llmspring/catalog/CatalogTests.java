package io.github.llmspring.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Catalog}: the shipped one, and what reading one refuses.
 */
class CatalogTests {

	private static final Path GENERATOR = Path.of("..", "catalog");

	private final Catalog shipped = Catalog.shipped();

	@Test
	void shippedCatalogueIsOfTheExpectedSizeAndDay() throws IOException {
		assertThat(this.shipped.size()).isBetween(600, 1_000);
		assertThat(this.shipped.asOf()).isEqualTo(LocalDate.of(2026, 11, 10));
		assertThat(bytes()).hasSizeBetween(80_000, 160_000);
	}

	@Test
	void servicesAreNamesOfPresets() {
		Set<String> presets = Presets.load(getClass().getClassLoader()).keySet();
		assertThat(this.shipped.services()).isNotEmpty().isSubsetOf(presets);
	}

	@Test
	void presetsNameServicesOfTheCatalogueOrNone() {
		Map<String, Preset> presets = Presets.load(getClass().getClassLoader());
		presets.values()
			.stream()
			.filter((preset) -> !preset.catalog().equals(preset.name()))
			.forEach((preset) -> assertThat(this.shipped.services()).as(preset.name()).contains(preset.catalog()));
		assertThat(presets.get("azure-openai-dated").catalog()).isEqualTo("azure-openai");
	}

	@Test
	void shippedPricesAreAboveZeroAndWithinReason() throws IOException {
		List<String> odd = new ArrayList<>();
		JsonNode root = JsonMapper.shared().readTree(bytes());
		root.get("providers").properties().forEach((service) -> service.getValue().properties().forEach((model) -> {
			JsonNode price = model.getValue().get("price");
			if (price != null) {
				price.properties().forEach((each) -> {
					double dollars = each.getValue().isNumber() ? each.getValue().doubleValue() : 1;
					if (dollars <= 0 || dollars > 1_000) {
						odd.add(service.getKey() + "/" + model.getKey() + " " + each);
					}
				});
			}
		}));
		assertThat(odd).isEmpty();
	}

	@Test
	void everyModelOfTheFileIsFound() throws IOException {
		JsonNode root = JsonMapper.shared().readTree(bytes());
		root.get("providers")
			.properties()
			.forEach((service) -> service.getValue()
				.properties()
				.forEach((model) -> assertThat(this.shipped.find(service.getKey(), model.getKey()))
					.as(service.getKey() + "/" + model.getKey())
					.isNotNull()));
	}

	@Test
	void factsOfAModelAreThoseOfTheFile() {
		ModelFacts facts = Objects.requireNonNull(this.shipped.find("openai", "gpt-4o-mini"));
		assertThat(facts.contextTokens()).isEqualTo(128_000);
		assertThat(facts.outputTokens()).isEqualTo(16_384);
		assertThat(facts.capabilities()).contains(Capability.TOOLS, Capability.VISION);
		assertThat(facts.lacks()).containsExactly(Capability.REASONING);
		assertThat(facts.prices()).isEqualTo(Prices.of(PricesTests.prices("0.15", "0.6", "0.075", null, null)));
	}

	@Test
	void namesWithADateAreFoundWhereTheEntrySaysSo() {
		assertThat(this.shipped.find("openai", "gpt-4o-mini-2024-07-18"))
			.isSameAs(this.shipped.find("openai", "gpt-4o-mini"));
		assertThat(this.shipped.find("anthropic", "claude-sonnet-4-5-20250929"))
			.isSameAs(this.shipped.find("anthropic", "claude-sonnet-4-5"));
		assertThat(this.shipped.find("vertex-anthropic", "claude-sonnet-4-5@20250929")).isNotNull();
		assertThat(this.shipped.find("mistral", "mistral-large-latest-2024-07-18")).isNull();
	}

	@Test
	void datedNamesThatCostSomethingElseKeepTheirOwnPrice() {
		assertThat(Objects.requireNonNull(this.shipped.find("openai", "gpt-4o-2024-05-13")).prices())
			.isEqualTo(Prices.of(TokenPrices.of("5", "15")));
	}

	@Test
	void namesWithARegionAreFoundWhereTheEntrySaysSo() {
		assertThat(this.shipped.find("bedrock", "us.amazon.nova-micro-v1:0"))
			.isSameAs(this.shipped.find("bedrock", "amazon.nova-micro-v1:0"));
		assertThat(price("bedrock", "eu.amazon.nova-micro-v1:0"))
			.isNotEqualTo(price("bedrock", "amazon.nova-micro-v1:0"));
		assertThat(this.shipped.find("openai", "us.gpt-4o")).isNull();
	}

	@Test
	void windowIsNotWherePricesRise() {
		assertThat(Objects.requireNonNull(this.shipped.find("openai", "gpt-5.4")).contextTokens()).isEqualTo(1_050_000);
	}

	@Test
	void unknownModelsAndServicesAreUnknown() {
		assertThat(this.shipped.find("openai", "gpt-nobody")).isNull();
		assertThat(this.shipped.find("openai", "gpt-nobody-2030-01-01")).isNull();
		assertThat(this.shipped.find("openai", "gpt-nobody-2030-01-01")).isNull();
		assertThat(this.shipped.find("vllm", "gpt-4o")).isNull();
	}

	@Test
	void pricesThatTheSourcesDoNotAgreeOnHaveAReason() throws IOException {
		JsonNode agreement = JsonMapper.shared().readTree(Files.readAllBytes(GENERATOR.resolve("agreement.json")));
		assertThat(agreement.get("as-of").asString()).isEqualTo(String.valueOf(this.shipped.asOf()));
		int compared = 0;
		int agreeing = 0;
		for (Map.Entry<String, JsonNode> provider : agreement.get("providers").properties()) {
			compared += provider.getValue().get("compared").intValue();
			agreeing += provider.getValue().get("agree").intValue();
		}
		JsonNode differences = agreement.get("differences");
		assertThat(compared).isGreaterThan(250);
		assertThat(differences.size()).isEqualTo(compared - agreeing).isLessThan(compared / 10);
		for (JsonNode difference : differences) {
			assertThat(difference.get("reason").asString()).isNotBlank();
			assertThat(difference.get("prices")).isNotEqualTo(difference.get("others"));
		}
	}

	@Test
	void catalogueHasThePriceOfTheFirstSourceWhereTheyDiffer() throws IOException {
		JsonNode agreement = JsonMapper.shared().readTree(Files.readAllBytes(GENERATOR.resolve("agreement.json")));
		for (JsonNode difference : agreement.get("differences")) {
			String address = difference.get("model").asString();
			int slash = address.indexOf('/');
			Prices prices = price(address.substring(0, slash), address.substring(slash + 1));
			double input = difference.get("prices").get(0).doubleValue();
			if (input == 0) {
				assertThat(prices).as(address).isNull();
			}
			else {
				assertThat(Objects.requireNonNull(prices).base().input()).as(address)
					.isEqualByComparingTo(difference.get("prices").get(0).decimalValue());
			}
		}
	}

	@Test
	void generatorNamesVersionsAndNoticeNamesHolders() throws IOException {
		JsonNode root = JsonMapper.shared().readTree(bytes());
		JsonNode pinned = JsonMapper.shared()
			.readTree(Files.readAllBytes(GENERATOR.resolve("package.json")))
			.get("dependencies");
		String notice;
		try (InputStream content = getClass().getResourceAsStream("/META-INF/llm/catalog-NOTICE.txt")) {
			notice = new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8);
		}
		assertThat(root.get("sources").size()).isEqualTo(pinned.size()).isEqualTo(2);
		for (JsonNode source : root.get("sources")) {
			String name = source.get("package").asString();
			String version = source.get("version").asString();
			assertThat(pinned.get(name).asString()).isEqualTo(version);
			assertThat(notice).contains(name + " " + version);
		}
		assertThat(notice).contains("Pydantic Services Inc.", "Mario Zechner", "MIT License", "10 November 2026");
	}

	@Test
	void ownEntriesAreAddedAndCountFirst() throws IOException {
		Catalog own = read("""
				{"as-of": "2027-01-01", "providers": {
				 "openai": {"gpt-4o": {"price": {"input": 1, "output": 2}}, "gpt-9": {"context-tokens": 5}},
				 "mine": {"big": {"lacks": ["tools"]}}}}""");
		Catalog both = this.shipped.with(own);
		assertThat(Objects.requireNonNull(both.find("openai", "gpt-4o")).prices())
			.isEqualTo(Prices.of(TokenPrices.of("1", "2")));
		assertThat(both.find("openai", "gpt-9")).isNotNull();
		assertThat(both.find("mine", "big")).isNotNull();
		assertThat(both.find("openai", "gpt-4o-mini")).isSameAs(this.shipped.find("openai", "gpt-4o-mini"));
		assertThat(both.size()).isEqualTo(this.shipped.size() + 2);
		assertThat(both.asOf()).isEqualTo(LocalDate.of(2027, 1, 1));
	}

	@Test
	void namesWithADateFollowAnOwnEntryAndOthersOfTheirOwnDoNot() throws IOException {
		Catalog both = this.shipped.with(read("""
				{"providers": {"openai": {
				 "gpt-4o": {"price": {"input": 1, "output": 2}},
				 "gpt-4o-2024-11-20": {"price": {"input": 3, "output": 4}}}}}"""));
		assertThat(both.find("openai", "gpt-4o-2024-08-06")).isNotNull().isSameAs(both.find("openai", "gpt-4o"));
		assertThat(Objects.requireNonNull(both.find("openai", "gpt-4o-2024-11-20")).prices())
			.isEqualTo(Prices.of(TokenPrices.of("3", "4")));
		assertThat(both.find("openai", "gpt-4o-2024-05-13")).isSameAs(this.shipped.find("openai", "gpt-4o-2024-05-13"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "{\"providers\": {\"a\": {\"m\": {\"prise\": {}}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"capabilities\": [\"flying\"]}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"capabilities\": [\"tools\"], \"lacks\": [\"tools\"]}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"context-tokens\": 0}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"context-tokens\": 1.5}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"price\": {\"input\": 1e30}}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"price\": {\"input\": -1}}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"price\": {\"input\": \"1\"}}}}}",
			"{\"providers\": {\"a\": {\"m\": {\"price\": {\"tiers\": [{\"input\": 2}]}}}}}", "{\"currency\": \"EUR\"}",
			"{\"as-of\": \"yesterday\"}", "{\"more\": 1}" })
	void whatIsNoCatalogueIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(text)).withMessageStartingWith("No catalogue");
	}

	@Test
	void refusalNamesTheModel() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> read("{\"providers\": {\"a\": {\"m\": {\"prise\": {}}}}}"))
			.withMessage("No catalogue of models, at 'a/m': unknown field 'prise'");
	}

	@Test
	void generatorHoldsNoAddressOfARegistry() throws IOException {
		try (var files = Files.list(GENERATOR)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				assertThat(Pattern.compile("https?://").matcher(Files.readString(file)).find()).as(file.toString())
					.isFalse();
			}
		}
	}

	private Prices price(String service, String model) {
		return Objects.requireNonNull(this.shipped.find(service, model)).prices();
	}

	private static byte[] bytes() throws IOException {
		try (InputStream content = Catalog.class.getClassLoader().getResourceAsStream(Catalog.RESOURCE)) {
			return Objects.requireNonNull(content).readAllBytes();
		}
	}

	static Catalog read(String json) throws IOException {
		return Catalog.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
	}

}
