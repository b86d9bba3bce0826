package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that arguments alone point the sample at another service: at each that is known
 * by name, as it is asked and answers.
 */
class SwapByArgumentsTests {

	/**
	 * Offers vectors of texts only.
	 */
	private static final String WITHOUT_CHAT = "voyage";

	static Stream<Preset> services() {
		return Presets.load(SwapByArgumentsTests.class.getClassLoader())
			.values()
			.stream()
			.filter((preset) -> !preset.name().equals(WITHOUT_CHAT));
	}

	@ParameterizedTest
	@MethodSource("services")
	void argumentsChooseTheService(Preset preset) throws Exception {
		String id = preset.name();
		Service service = Service.of(id);
		try (ReplayServer server = new ReplayServer(service)) {
			run((sample) -> {
				assertThatItIs(id, service, sample.reply());
				List<Event> events = sample.events();
				assertThat(events).extracting(Event::name).containsExactly("text", "text", "completed");
				assertThatItIs(id, service, events.get(2).data());
			}, "--llm.default-model=" + id + "/m", "--llm.providers." + id + ".base-url=" + server.url() + path(preset),
					"--llm.providers." + id + ".api-key=sk-mine");
			assertThat(server.calls()).containsExactly(new ReplayServer.Call("POST", service.call(), service.key()),
					new ReplayServer.Call("POST", service.stream(), service.key()));
		}
	}

	private static void assertThatItIs(String id, Service service, JsonNode reply) {
		assertThat(reply.get("content").asString()).isEqualTo("Told by " + service.answers() + ".");
		assertThat(reply.get("provider").asString()).isEqualTo(id);
		assertThat(reply.get("model").asString()).isEqualTo("m");
		assertThat(reply.get("finishReason").asString()).isEqualTo("STOP");
		assertThat(reply.get("usage").get("inputTokens").asInt()).isEqualTo(3);
		assertThat(reply.get("usage").get("outputTokens").asInt()).isEqualTo(4);
		assertThat(reply.get("warnings").isEmpty()).isTrue();
	}

	/**
	 * Path of the service's own address, in which everyone's own words are an {@code x}.
	 */
	private static String path(Preset preset) {
		return URI.create(preset.baseUrlExample().replaceAll("<.*?>", "x")).getRawPath();
	}

	@ParameterizedTest
	@CsvSource({ "openai-chat, /v1/chat/completions", "openai-responses, /v1/responses", "anthropic, /v1/messages" })
	void wireFormatOverridesThatOfThePreset(String wireFormat, String path) throws Exception {
		Service service = new Service(path, path, "Authorization", "Bearer sk-mine", wireFormat);
		try (ReplayServer server = new ReplayServer(service)) {
			run((sample) -> assertThatItIs("x", service, sample.reply()), "--llm.providers.x.type=openai",
					"--llm.providers.x.wire-format=" + wireFormat, "--llm.providers.x.base-url=" + server.url() + "/v1",
					"--llm.providers.x.api-key=sk-mine", "--llm.default-model=x/m");
			assertThat(server.calls()).containsExactly(new ReplayServer.Call("POST", path, service.key()));
		}
	}

	@Test
	void simulatedModelsSwapByTheDefaultModel() throws Exception {
		for (String model : new String[] { "red/one", "green/two", "blue/three" }) {
			run((sample) -> {
				JsonNode reply = sample.reply();
				assertThat(reply.get("provider").asString() + "/" + reply.get("model").asString()).isEqualTo(model);
			}, "--llm.providers.red.type=simulated", "--llm.providers.green.type=simulated",
					"--llm.providers.blue.type=simulated", "--llm.default-model=" + model);
		}
	}

	private static void run(Consumer<Sample> test, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--server.port=0");
		try (ConfigurableApplicationContext context = new SpringApplication(ChatApplication.class)
			.run(all.toArray(String[]::new))) {
			test.accept(new Sample(context.getEnvironment().getRequiredProperty("local.server.port")));
		}
	}

	/**
	 * The sample as it runs.
	 */
	private record Sample(String port) {

		JsonNode reply() {
			return new JsonMapper().readTree(String.join("\n", post("/chat").toList()));
		}

		List<Event> events() {
			return Event.read(post("/chat/stream"));
		}

		private Stream<String> post(String path) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Hello\"}"))
				.build();
			try {
				return HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body();
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
