package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that the dashboard and the alerts ask for nothing that a run of the sample does
 * not measure.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTests {

	private static final Path FILES = Path.of("../../dashboards");

	private static final Pattern SELECTOR = Pattern.compile("\\b((?:gen_ai|llm)_\\w+)(\\{[^}]*})?");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

	private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	private final AtomicInteger failures = new AtomicInteger(1);

	private final Map<String, Map<String, Set<String>>> scraped = new TreeMap<>();

	@BeforeAll
	void runTheSample() throws Exception {
		HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		service.createContext("/", this::answer);
		service.start();
		try (ConfigurableApplicationContext sample = SpringApplication.run(ChatApplication.class, "--server.port=0",
				"--llm.discovery.enabled=false", "--management.endpoints.web.exposure.include=prometheus",
				"--llm.default-model=smart", "--llm.routes.smart.models=simulated,service",
				"--llm.providers.simulated.simulated.pace=1ms", "--llm.providers.broken.type=simulated",
				"--llm.providers.broken.simulated.fail=quota_exhausted", "--llm.routes.patched.models=broken,simulated",
				"--llm.providers.service.type=openai-compatible", "--llm.providers.service.model=gpt-5-mini",
				"--llm.catalog.models[service/gpt-5-mini].price.input=0.25",
				"--llm.catalog.models[service/gpt-5-mini].price.output=2", "--llm.budgets.daily.limit=25",
				"--llm.providers.service.retry.initial-delay=1ms",
				"--llm.providers.service.base-url=http://127.0.0.1:" + service.getAddress().getPort() + "/v1")) {
			call(sample.getBean("llmChatClient", ChatClient.class));
			read(scrape(sample));
		}
		finally {
			service.stop(0);
		}
	}

	@AfterAll
	void nothingWasLeftOut() {
		assertThat(this.failures).hasNonPositiveValue();
	}

	private void call(ChatClient client) {
		client.prompt("Hello").call();
		client.prompt("Hello").stream().content().blockLast();
		client.prompt("Hello").model("service").call();
		client.prompt("Hello").model("patched").call();
		ToolDefinition tool = new ToolDefinition("look", "Looks", "{\"type\":\"object\"}",
				(invocation) -> ToolOutput.of("seen"));
		client.prompt("call: look {}\nHello").tools(tool).call();
		assertThatException().isThrownBy(() -> client.prompt("Hello").model("broken").call());
	}

	/**
	 * Service that is busy once, and tells what is left of its limits.
	 */
	private void answer(HttpExchange exchange) throws IOException {
		exchange.getRequestBody().readAllBytes();
		boolean busy = this.failures.getAndDecrement() > 0;
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.getResponseHeaders().set("x-ratelimit-limit-requests", "500");
		exchange.getResponseHeaders().set("x-ratelimit-remaining-requests", "499");
		exchange.getResponseHeaders().set("x-ratelimit-reset-requests", "60s");
		try (InputStream file = DashboardTests.class.getResourceAsStream("/answers/openai-chat.json")) {
			byte[] body = busy ? "{\"error\":{\"message\":\"busy\"}}".getBytes(StandardCharsets.UTF_8)
					: file.readAllBytes();
			exchange.sendResponseHeaders(busy ? 503 : 200, body.length);
			exchange.getResponseBody().write(body);
		}
		exchange.close();
	}

	private static String scrape(ConfigurableApplicationContext sample) throws Exception {
		String port = sample.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	private void read(String scrape) {
		Matcher samples = SAMPLE.matcher(scrape);
		while (samples.find()) {
			Map<String, Set<String>> labels = this.scraped.computeIfAbsent(samples.group(1), (name) -> new TreeMap<>());
			Matcher label = LABEL.matcher((samples.group(2) != null) ? samples.group(2) : "");
			while (label.find()) {
				labels.computeIfAbsent(label.group(1), (name) -> new TreeSet<>()).add(label.group(2));
			}
		}
	}

	@Test
	void panelsAskForWhatIsMeasured() throws IOException {
		List<Query> queries = panels();
		assertThat(queries).hasSizeGreaterThan(15);
		assertThat(queries).allSatisfy(this::asksForWhatIsMeasured);
	}

	@Test
	void alertsAskForWhatIsMeasured() throws IOException {
		List<Query> queries = alerts();
		assertThat(queries).hasSizeGreaterThan(4);
		assertThat(queries).allSatisfy(this::asksForWhatIsMeasured);
	}

	@Test
	void variablesOfTheDashboardAreLabelsThatAreMeasured() throws IOException {
		Pattern values = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
		List<String> names = new ArrayList<>();
		for (JsonNode variable : dashboard().at("/templating/list")) {
			names.add(variable.get("name").asString());
			if (variable.get("type").asString().equals("query")) {
				Matcher query = values.matcher(variable.at("/query/query").asString());
				assertThat(query.matches()).isTrue();
				assertThat(this.scraped).containsKey(query.group(1));
				assertThat(this.scraped.get(query.group(1))).containsKey(query.group(2));
			}
		}
		Matcher used = Pattern.compile("\\$\\{?(\\w+)")
			.matcher(String.join("\n", panels().stream().map(Query::expression).toList()));
		while (used.find()) {
			assertThat(used.group(1).startsWith("__") || names.contains(used.group(1))).as(used.group(1)).isTrue();
		}
	}

	@Test
	void whatIsMeasuredIsShown() throws IOException {
		String shown = panels().stream().map(Query::expression).collect(Collectors.joining("\n"));
		Set<String> families = this.scraped.keySet()
			.stream()
			.filter((name) -> name.matches("(gen_ai|llm)_.*"))
			.map((name) -> name.replaceAll("_(bucket|count|sum|max|created)$", ""))
			.filter((name) -> !name.endsWith("_active_seconds"))
			.collect(Collectors.toCollection(TreeSet::new));
		families.remove("llm_tool_loop_seconds");
		assertThat(families).isNotEmpty().allSatisfy((family) -> assertThat(shown).contains(family));
	}

	@Test
	void panelsDoNotOverlap() throws IOException {
		Set<String> taken = new TreeSet<>();
		for (JsonNode panel : dashboard().get("panels")) {
			JsonNode place = panel.get("gridPos");
			for (int x = 0; x < place.get("w").asInt(); x++) {
				for (int y = 0; y < place.get("h").asInt(); y++) {
					int column = place.get("x").asInt() + x;
					assertThat(column).isLessThan(24);
					assertThat(taken.add(column + "," + (place.get("y").asInt() + y))).as(panel.get("title").asString())
						.isTrue();
				}
			}
		}
	}

	@Test
	void everyAlertSaysWhatToDo() throws IOException {
		for (Map<String, Object> rule : rules()) {
			assertThat(rule).containsKeys("alert", "expr", "for", "labels", "annotations");
			assertThat((Map<?, ?>) rule.get("annotations")).extracting("summary", "description")
				.doesNotContainNull()
				.hasSize(2);
		}
	}

	/**
	 * Checks metrics, labels and values of an expression, and that only labels are shown
	 * that it leaves.
	 */
	private void asksForWhatIsMeasured(Query query) {
		Set<String> groups = new TreeSet<>();
		Matcher grouping = GROUPING.matcher(query.expression());
		while (grouping.find()) {
			groups.addAll(Arrays.asList(grouping.group(1).trim().split("\\s*,\\s*")));
		}
		Matcher selector = SELECTOR.matcher(grouping.replaceAll(""));
		int metrics = 0;
		while (selector.find()) {
			String labels = (selector.group(2) != null) ? selector.group(2) : "";
			if (isLabelOf(query.expression(), selector.group(1))) {
				continue;
			}
			metrics++;
			assertThat(this.scraped).as(query.title()).containsKey(selector.group(1));
			Map<String, Set<String>> known = this.scraped.get(selector.group(1));
			Matcher matcher = MATCHER.matcher(labels);
			while (matcher.find()) {
				assertThat(known).as(query.title() + ": " + selector.group(1)).containsKey(matcher.group(1));
			}
			assertThat(known.keySet()).as(query.title() + ": " + selector.group(1)).containsAll(groups);
		}
		assertThat(metrics).as(query.title()).isPositive();
		Matcher shown = SHOWN.matcher(query.shown());
		while (shown.find()) {
			assertThat(groups).as(query.title()).contains(shown.group(1));
		}
	}

	/**
	 * Whether a word is a label within braces, which selectors take along as they are.
	 */
	private static boolean isLabelOf(String expression, String word) {
		return expression.matches("(?s).*[{,]\\s*" + word + "\\s*(=|!).*");
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.builder().build().readTree(Files.readString(FILES.resolve("grafana.json")));
	}

	private static List<Query> panels() throws IOException {
		List<Query> queries = new ArrayList<>();
		for (JsonNode panel : dashboard().get("panels")) {
			for (JsonNode target : panel.path("targets")) {
				queries.add(new Query(panel.get("title").asString(), target.get("expr").asString(),
						target.get("legendFormat").asString()));
			}
		}
		return queries;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules() throws IOException {
		Map<String, Object> file = new Yaml().load(Files.readString(FILES.resolve("alerts.yml")));
		return ((List<Map<String, Object>>) file.get("groups")).stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream())
			.toList();
	}

	private static List<Query> alerts() throws IOException {
		return rules().stream()
			.map((rule) -> new Query((String) rule.get("alert"), (String) rule.get("expr"),
					String.valueOf(rule.get("annotations"))))
			.toList();
	}

	/**
	 * One question to Prometheus.
	 *
	 * @param title where it stands
	 * @param expression the expression
	 * @param shown the text that its labels stand in
	 */
	private record Query(String title, String expression, String shown) {
	}

}
