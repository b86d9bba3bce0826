package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.credentials.CredentialsSources;
import io.github.llmspring.http.Presets;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the classes of properties, what development environments are told of them
 * and the table of the README say the same.
 */
class PropertiesDocumentationTests {

	private static final String BEGIN = "<!-- properties:begin -->\n";

	private static final String END = "<!-- properties:end -->";

	private static final String OF_PROVIDER = "llm.providers.*.";

	private static final String OF_ROUTE = "llm.routes.*.";

	private static final String OF_BUDGET = "llm.budgets.*.";

	private static final String OF_MODEL = "llm.catalog.models.*.";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void everyPropertyOfTheClassesHasADescription() {
		assertThat(ofProvider()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(new PropertyNames(ProviderProperties.class).all());
		assertThat(ofRoute()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(new PropertyNames(RouteProperties.class).all());
		assertThat(ofBudget()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(new PropertyNames(BudgetProperties.class).all());
		assertThat(ofModel()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(new PropertyNames(CatalogModelProperties.class).all());
		assertThat(own()).extracting((property) -> property.get("name"))
			.containsExactlyInAnyOrderElementsOf(
					new PropertyNames(LlmProperties.class).all().stream().map((name) -> "llm." + name).toList());
		assertThat(own()).allSatisfy(PropertiesDocumentationTests::isDescribed);
		assertThat(ofProvider()).allSatisfy(PropertiesDocumentationTests::isDescribed);
		assertThat(ofRoute()).allSatisfy(PropertiesDocumentationTests::isDescribed);
		assertThat(ofBudget()).allSatisfy(PropertiesDocumentationTests::isDescribed);
		assertThat(ofModel()).allSatisfy(PropertiesDocumentationTests::isDescribed);
	}

	private static void isDescribed(Map<String, Object> property) {
		assertThat((String) property.get("description")).as(property.toString())
			.endsWith(".")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ");
	}

	@Test
	void propertiesOfProvidersRoutesAndBudgetsAreKnownToDevelopmentEnvironments() {
		List<Map<String, Object>> expected = new ArrayList<>();
		ofProvider().forEach((property) -> expected.add(nested(OF_PROVIDER, property)));
		ofRoute().forEach((property) -> expected.add(nested(OF_ROUTE, property)));
		ofBudget().forEach((property) -> expected.add(nested(OF_BUDGET, property)));
		ofModel().forEach((property) -> expected.add(nested(OF_MODEL, property)));
		assertThat(additional("properties")).as(() -> JSON.writeValueAsString(expected))
			.containsExactlyElementsOf(expected);
	}

	private static Map<String, Object> nested(String prefix, Map<String, Object> property) {
		Map<String, Object> nested = new LinkedHashMap<>();
		nested.put("name", prefix + property.get("name"));
		nested.put("type", property.get("type"));
		nested.put("description", property.get("description"));
		if (property.containsKey("defaultValue")) {
			nested.put("defaultValue", property.get("defaultValue"));
		}
		return nested;
	}

	@Test
	void valuesAreKnownToDevelopmentEnvironments() {
		Set<String> presets = Presets.load(getClass().getClassLoader()).keySet();
		Set<String> services = new LinkedHashSet<>(presets);
		services.add("simulated");
		Set<String> formats = new TreeSet<>(WireFormats.all().keySet());
		Set<String> types = new LinkedHashSet<>(services);
		types.addAll(formats);
		Set<String> credentials = new LinkedHashSet<>(CredentialsSources.all().keySet());
		credentials.add(ConfiguredCredentials.OAUTH2);
		List<Map<String, Object>> expected = List.of(open("llm.providers.keys", services),
				open(OF_PROVIDER + "type", types), open(OF_PROVIDER + "credentials", credentials),
				closed(OF_PROVIDER + "wire-format", formats));
		assertThat(additional("hints")).as(() -> JSON.writeValueAsString(expected)).containsExactlyElementsOf(expected);
	}

	private static Map<String, Object> open(String name, Collection<String> values) {
		return Map.of("name", name, "values", values(values), "providers", List.of(Map.of("name", "any")));
	}

	private static Map<String, Object> closed(String name, Collection<String> values) {
		return Map.of("name", name, "values", values(values));
	}

	private static List<Map<String, String>> values(Collection<String> values) {
		return values.stream().map((value) -> Map.of("value", value)).toList();
	}

	@Test
	void tableInTheReadmeIsThatOfTheProperties() throws IOException {
		String readme = Files.readString(Path.of("../README.md"));
		String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
		assertThat(table.strip()).isEqualTo(table());
	}

	private static String table() {
		List<String> rows = new ArrayList<>();
		own().stream()
			.filter((property) -> !Set.of("llm.providers", "llm.routes", "llm.budgets", "llm.catalog.models")
				.contains(property.get("name")))
			.forEach((property) -> rows.add(row("", property)));
		ordered(ProviderProperties.class, ofProvider())
			.forEach((property) -> rows.add(row("llm.providers.<id>.", property)));
		ordered(RouteProperties.class, ofRoute()).forEach((property) -> rows.add(row("llm.routes.<name>.", property)));
		ordered(BudgetProperties.class, ofBudget())
			.forEach((property) -> rows.add(row("llm.budgets.<name>.", property)));
		ordered(CatalogModelProperties.class, ofModel())
			.forEach((property) -> rows.add(row("llm.catalog.models[<address>].", property)));
		return "| property | default | what it is |\n|---|---|---|\n" + String.join("\n", rows);
	}

	private static List<Map<String, Object>> ordered(Class<?> type, List<Map<String, Object>> properties) {
		return new PropertyNames(type).all()
			.stream()
			.flatMap((name) -> properties.stream().filter((property) -> property.get("name").equals(name)))
			.toList();
	}

	private static String row(String prefix, Map<String, Object> property) {
		Object value = property.get("defaultValue");
		return "| `" + prefix + property.get("name") + "` | " + ((value != null) ? "`" + value + "`" : "") + " | "
				+ property.get("description") + " |";
	}

	private static List<Map<String, Object>> own() {
		return list(read("META-INF/spring-configuration-metadata.json"), "properties").stream()
			.filter((property) -> ((String) property.get("name")).startsWith("llm."))
			.filter((property) -> !((String) property.get("name")).startsWith(OF_PROVIDER)
					&& !((String) property.get("name")).startsWith(OF_ROUTE)
					&& !((String) property.get("name")).startsWith(OF_BUDGET)
					&& !((String) property.get("name")).startsWith(OF_MODEL))
			.toList();
	}

	private static List<Map<String, Object>> ofProvider() {
		return of(ProviderProperties.class);
	}

	private static List<Map<String, Object>> ofRoute() {
		return of(RouteProperties.class);
	}

	private static List<Map<String, Object>> ofBudget() {
		return of(BudgetProperties.class);
	}

	private static List<Map<String, Object>> ofModel() {
		return of(CatalogModelProperties.class);
	}

	private static List<Map<String, Object>> of(Class<?> type) {
		return list(read("META-INF/spring/configuration-metadata/" + type.getName() + ".json"), "properties");
	}

	private static List<Map<String, Object>> additional(String part) {
		return list(read("META-INF/additional-spring-configuration-metadata.json"), part);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> metadata, String part) {
		return (List<Map<String, Object>>) metadata.get(part);
	}

	/**
	 * File of this module, other jars having files of the same name.
	 */
	private static Map<String, Object> read(String resource) {
		Path classes = Path.of("target/classes");
		return JSON.readValue(classes.resolve(resource).toFile(), new TypeReference<>() {
		});
	}

}
