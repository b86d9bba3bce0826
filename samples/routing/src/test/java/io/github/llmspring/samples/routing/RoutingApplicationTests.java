package io.github.llmspring.samples.routing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample as it is configured, but for waits: they are short, and there may
 * be so many that chance loses no call where only services are left that fail.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "llm.providers.north.simulated.delay=0", "llm.providers.east.simulated.delay=0",
				"llm.providers.south.simulated.delay=0", "llm.providers.east.retry.max-retries=40",
				"llm.providers.east.retry.initial-delay=2ms", "llm.providers.east.retry.max-delay=2ms" })
@Timeout(120)
class RoutingApplicationTests {

	private static final int QUESTIONS = 200;

	private final JsonMapper json = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private List<Service> services;

	@Autowired
	private CandidateHealth health;

	@AfterEach
	void reviveAll() {
		this.services.forEach(Service::revive);
		this.health.states().stream().map(CandidateState::address).forEach(this.health::resetBreaker);
	}

	@Test
	void everyQuestionIsAnsweredAlthoughServicesFail() throws Exception {
		List<Story> stories = ask();
		assertThat(stories).extracting(Story::provider).contains("north", "east", "south").doesNotContainNull();
		assertThat(stories).allSatisfy((story) -> assertThat(last(story).provider()).isEqualTo(story.provider()));
		List<Story.Step> failures = stories.stream().flatMap((story) -> failures(story)).toList();
		assertThat(failures).extracting(Story.Step::provider).contains("north", "east").doesNotContain("south");
		assertThat(failures).extracting((step) -> String.valueOf(step.reason())).contains("SERVER_ERROR");
	}

	@ParameterizedTest
	@ValueSource(strings = { "north", "east", "south" })
	void killingOneChangesNothingForWhoeverAsks(String killed) throws Exception {
		assertThat(post("/services/" + killed + "/kill", "").statusCode()).isEqualTo(200);
		List<Story> stories = ask();
		Set<String> others = new TreeSet<>(Set.of("north", "east", "south"));
		others.remove(killed);
		assertThat(stories).extracting(Story::provider).containsOnlyElementsOf(others);
		assertThat(stories.stream().flatMap((story) -> failures(story)))
			.filteredOn((step) -> step.provider().equals(killed))
			.extracting((step) -> String.valueOf(step.reason()))
			.contains("CONNECTION");
		assertThat(state(killed).get("killed").asBoolean()).isTrue();
		JsonNode breaker = state(killed).get("breakers").get(0);
		assertThat(breaker.get("model").asString()).isEqualTo("large");
		assertThat(breaker.get("state").asString()).isNotEqualTo("CLOSED");
	}

	@Test
	void revivedServiceAnswersAgain() throws Exception {
		post("/services/south/kill", "");
		assertThat(post("/services/south/revive", "").statusCode()).isEqualTo(200);
		assertThat(state("south").get("killed").asBoolean()).isFalse();
		assertThat(ask()).extracting(Story::provider).contains("south");
	}

	@Test
	void waitsAreToldWhereOnlyOneServiceIsLeft() throws Exception {
		post("/services/north/kill", "");
		post("/services/south/kill", "");
		assertThat(ask().stream().flatMap((story) -> story.attempts().stream())).filteredOn((step) -> step.waited() > 0)
			.isNotEmpty()
			.allSatisfy((step) -> assertThat(step.waited()).isLessThanOrEqualTo(2));
	}

	@Test
	void whenAllAreKilledTheProblemSaysSo() throws Exception {
		this.services.forEach(Service::kill);
		HttpResponse<String> response = post("/questions", "{\"question\": \"Hello\"}");
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(this.json.readTree(response.body()).get("detail").asString()).contains("was killed");
		assertThat(this.json.readTree(response.body()).get("reason").asString()).isEqualTo("CONNECTION");
	}

	@Test
	void storiesAreToldLive() throws Exception {
		HttpResponse<Stream<String>> listening = this.http.send(HttpRequest.newBuilder(uri("/stories")).build(),
				BodyHandlers.ofLines());
		try (Stream<String> lines = listening.body()) {
			Story told = story(post("/questions", "{\"question\": \"Who is there?\"}").body());
			String data = lines.filter((line) -> line.startsWith("data:")).findFirst().orElseThrow();
			assertThat(story(data.substring("data:".length()))).isEqualTo(told);
		}
	}

	@Test
	void servicesAreThoseOfTheConfiguration() throws Exception {
		assertThat(state("north").get("failureRate").asDouble()).isEqualTo(0.5);
		assertThat(state("east").get("failureRate").asDouble()).isEqualTo(0.3);
		assertThat(state("south").get("failureRate").asDouble()).isZero();
	}

	@Test
	void unknownServiceIsAProblemThatListsTheKnown() throws Exception {
		HttpResponse<String> response = post("/services/west/kill", "");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(this.json.readTree(response.body()).get("detail").asString()).contains("'west'", "east", "south");
	}

	@Test
	void pageIsThere() throws Exception {
		assertThat(get("/")).contains("Services fail, the route answers", "new EventSource('stories')")
			.doesNotContain("http://", "https://");
	}

	private List<Story> ask() throws IOException, InterruptedException {
		List<Story> stories = new ArrayList<>();
		for (int i = 0; i < QUESTIONS; i++) {
			HttpResponse<String> response = post("/questions", "{\"question\": \"Hello " + i + "\"}");
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			stories.add(story(response.body()));
			assertThat(stories.get(i).answer()).contains("Hello " + i);
		}
		return stories;
	}

	private Story story(String body) {
		return this.json.readValue(body, Story.class);
	}

	private static Story.Step last(Story story) {
		return story.attempts().get(story.attempts().size() - 1);
	}

	private static Stream<Story.Step> failures(Story story) {
		return story.attempts().stream().filter((step) -> step.reason() != null);
	}

	private JsonNode state(String id) throws IOException, InterruptedException {
		List<JsonNode> states = this.json.readValue(get("/services"), new TypeReference<>() {
		});
		return states.stream().filter((state) -> state.get("id").asString().equals(id)).findFirst().orElseThrow();
	}

	private String get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30)).build();
		return this.http.send(request, BodyHandlers.ofString()).body();
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		return this.http.send(request, BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
