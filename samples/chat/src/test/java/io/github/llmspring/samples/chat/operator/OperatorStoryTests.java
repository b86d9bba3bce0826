package io.github.llmspring.samples.chat.operator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.samples.chat.ChatApplication;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that health, metrics, the endpoint and traces tell the same story, that of the
 * file beside these tests, and that neither a key nor a prompt is in it.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(classes = { ChatApplication.class, OperatorStoryTests.Seen.class },
		webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "llm.providers.openai.api-key=", "llm.providers.anthropic.api-key=", "llm.default-model=smart",
				"llm.routes.smart.models=first,second", "llm.logging.enabled=true",
				"logging.level.io.github.llmspring=debug", "management.endpoint.llm.access=unrestricted",
				"llm.catalog.models[first/m1].price.input=2", "llm.catalog.models[first/m1].price.output=8",
				"llm.catalog.models[second/m2].price.input=1", "llm.catalog.models[second/m2].price.output=4",
				"llm.budgets.of-first.limit=0.05", "llm.budgets.of-first.period=month",
				"llm.budgets.of-first.when.provider=first", "llm.providers.first.circuit-breaker.minimum-calls=2",
				"llm.providers.second.retry.max-retries=1", "llm.providers.second.retry.initial-delay=1ms" })
class OperatorStoryTests {

	private static final Path EXPECTED = Path.of("src/test/resources/operator/story.txt");

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final Service SERVICE = service();

	private static final Traces TRACES = new Traces();

	private static final Watch WATCH = new Watch();

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<Chapter> chapters = new ArrayList<>();

	private final StringBuilder everything = new StringBuilder();

	private String log;

	@LocalServerPort
	private int port;

	private static Service service() {
		try {
			return new Service();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@DynamicPropertySource
	static void providers(DynamicPropertyRegistry properties) {
		List.of("first", "second").forEach((id) -> {
			String prefix = "llm.providers." + id + ".";
			properties.add(prefix + "type", () -> "openai-compatible");
			properties.add(prefix + "base-url", () -> SERVICE.url(id));
			properties.add(prefix + "api-key", () -> "sk-CANARY-" + id);
			properties.add(prefix + "model", () -> id.equals("first") ? "m1" : "m2");
		});
	}

	@BeforeAll
	void play(CapturedOutput output) throws Exception {
		Instant now = Instant.now();
		Instant monthEnds = YearMonth.now(ZoneOffset.UTC)
			.plusMonths(1)
			.atDay(1)
			.atStartOfDay()
			.toInstant(ZoneOffset.UTC);
		assumeThat(Duration.between(now, monthEnds)).as("what was spent is forgotten when a month ends")
			.isGreaterThan(Duration.ofMinutes(3));
		begin();

		SERVICE.willAnswer("first", 500);
		ask("The first model answers", null);

		SERVICE.willFail("first", 429, "30");
		SERVICE.willAnswer("second", 500);
		ask("The first model is asked too often, and rests for the 30 seconds that it wants", null);

		SERVICE.willAnswer("second", 500);
		ask("Meanwhile the second one is asked", null);

		WATCH.forward(Duration.ofSeconds(31));
		SERVICE.willFail("first", 503, null);
		SERVICE.willAnswer("second", 500);
		ask("After the rest the first service fails, and its breaker opens", null);

		SERVICE.willFail("second", 503, null);
		SERVICE.willFail("second", 503, null);
		SERVICE.willFail("first", 503, null);
		ask("The second one fails too, and the first one fails as the last resort: nobody answers", null);

		WATCH.forward(Duration.ofSeconds(61));
		SERVICE.willAnswer("first", 500);
		ask("A minute later the first one is well again", null);

		SERVICE.willAnswer("first", 10_000);
		ask("A long answer spends the budget of the first one", null);

		ask("Nothing is sent to it any more", "first");

		SERVICE.willAnswer("second", 500);
		ask("The route leaves it out", null);

		SERVICE.willAnswer("second", 500);
		stream("An answer comes in pieces");

		change("/actuator/llm", "{\"defaultModel\":\"second\"}");
		change("/actuator/llm/first", "{\"enabled\":false}");
		SERVICE.willAnswer("second", 500);
		ask("Somebody moves the default model to the second one and disables the first", null);

		this.log = output.getAll();
	}

	@AfterAll
	void close() {
		SERVICE.close();
	}

	private void begin() throws Exception {
		this.chapters.add(new Chapter("Nothing was asked yet", "", look(), MAPPER.createObjectNode(), List.of(),
				SERVICE.asked()));
	}

	private void ask(String title, String model) throws Exception {
		String asked = (model != null) ? ",\"model\":\"" + model + "\"" : "";
		JsonNode plan = plan();
		String reply = send("/chat", "{\"prompt\":\"CANARY-PROMPT\"" + asked + "}").body();
		add(title, plan, reply);
	}

	private void stream(String title) throws Exception {
		JsonNode plan = plan();
		String events = send("/chat/stream", "{\"prompt\":\"CANARY-PROMPT\"}").body();
		assertThat(events).containsSubsequence("event:text", "Yes", "event:text", "event:completed");
		String last = "event:completed\ndata:";
		add(title, plan, events.substring(events.indexOf(last) + last.length()).strip());
	}

	private JsonNode plan() throws Exception {
		return MAPPER.readTree(send("/actuator/llm", null).body()).at("/defaultModel/resolvesTo");
	}

	private void add(String title, JsonNode plan, String reply) throws Exception {
		List<SpanData> trace = TRACES.next();
		this.chapters.add(new Chapter(title, plan.asString(), look(), MAPPER.readTree(reply), trace, SERVICE.asked()));
	}

	private void change(String path, String body) throws Exception {
		assertThat(send(path, body).statusCode()).isEqualTo(200);
	}

	private View look() throws Exception {
		String health = send("/actuator/health/llm", null).body();
		String endpoint = send("/actuator/llm", null).body();
		String scrape = send("/actuator/prometheus", null).body();
		String others = send("/actuator/health", null).body() + send("/actuator/llm/first", null).body()
				+ send("/actuator/llm/second", null).body();
		this.everything.append(health).append(endpoint).append(scrape).append(others);
		return View.of(MAPPER.readTree(health), MAPPER.readTree(endpoint), scrape);
	}

	private HttpResponse<String> send(String path, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		if (body != null) {
			request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	@Test
	void storyIsThatOfTheFile() throws IOException {
		StringBuilder story = new StringBuilder();
		View before = new View(Map.of(), Map.of(), Map.of());
		for (Chapter chapter : this.chapters) {
			chapter.drawSince(before, story);
			before = chapter.view();
		}
		String seen = story.toString().replace(":" + SERVICE.port(), ":(port)");
		Path file = Path.of("target/operator/story.txt");
		Files.createDirectories(file.getParent());
		Files.writeString(file, seen);
		assertThat(seen).isEqualTo(Files.readString(EXPECTED));
	}

	@Test
	void healthMetricsEndpointAndTracesAgree() {
		for (int i = 1; i < this.chapters.size(); i++) {
			this.chapters.get(i).agree(this.chapters.get(i - 1));
		}
	}

	@Test
	void neitherKeysNorPromptsAreInIt() {
		assertThat(SERVICE.quoted()).as("failures that quoted both").isEqualTo(5);
		assertThat(this.log).contains("'anonymous' moved the default model to 'second'")
			.contains("failed (overloaded)", "the budget 'of-first'");
		assertThat(TRACES.all()).contains("chat m1");
		assertThat(this.everything).contains("rate_limited", "overloaded", "m1");
		assertThat(this.everything).doesNotContain("CANARY", "cannot serve");
		assertThat(TRACES.all()).doesNotContain("CANARY", "cannot serve");
		assertThat(this.log).doesNotContain("CANARY", "cannot serve");
	}

	/**
	 * What the application gets for the tests.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Seen {

		@Bean
		ObservationHandler<Observation.Context> tracing() {
			return TRACES.handler();
		}

		@Bean
		CandidateHealth candidateHealth() {
			return new CandidateHealth(WATCH);
		}

	}

	/**
	 * Clock that stands still until it is moved.
	 */
	private static final class Watch extends Clock {

		private volatile Instant now = Instant.parse("2026-01-01T03:00:00Z");

		void forward(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
