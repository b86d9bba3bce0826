package io.github.llmspring.http;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.Secret;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.PortableOptions;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Presets}: every known service is called against a server that captures
 * the request.
 */
class PresetsTests {

	private static final String OPENAI_PATH = "/chat/completions";

	private static final String RESPONSES_PATH = "/responses";

	private static final String ANTHROPIC_PATH = "/messages";

	private static final String GEMINI_PATH = "/models/m1:generateContent";

	/**
	 * Paths of services that have their own.
	 */
	private static final Map<String, String> OWN_PATHS = Map.ofEntries(Map.entry("cohere", "/chat"),
			Map.entry("bedrock", "/model/m1/converse"),
			Map.entry("azure-openai-dated", "/deployments/m1/chat/completions"),
			Map.entry("vertex-anthropic", "/models/m1:rawPredict"), Map.entry("bedrock-mantle", "/v1/chat/completions"),
			Map.entry("bedrock-mantle@openai-responses", "/v1/responses"),
			Map.entry("bedrock-mantle@anthropic", "/anthropic/v1/messages"), Map.entry("ollama", "/api/chat"),
			Map.entry("ollama@openai-chat", "/v1/chat/completions"),
			Map.entry("ollama@openai-responses", "/v1/responses"), Map.entry("ollama@anthropic", "/v1/messages"));

	/**
	 * What each service is documented to want, written down apart from the presets. After
	 * {@code @} stands a wire format that is not the service's usual one.
	 */
	private static final String SERVICES = """
			openai               | https://api.openai.com/v1                              | Authorization  | max_output_tokens     | top
			openai@openai-chat | https://api.openai.com/v1 | Authorization | max_completion_tokens | system
			azure-openai         | -                                                      | api-key        | max_output_tokens     | top
			azure-openai@openai-chat | - | api-key | max_completion_tokens | system
			azure-openai-dated   | -                                                      | api-key        | max_completion_tokens | system
			azure-foundry        | -                                                      | api-key        | max_tokens            | system
			anthropic            | https://api.anthropic.com/v1                           | x-api-key      | max_tokens            | top
			vertex-anthropic     | -                                                      | Authorization  | max_tokens            | top
			aws-anthropic        | -                                                      | Authorization  | max_tokens            | top
			azure-anthropic      | -                                                      | x-api-key      | max_tokens            | top
			gemini               | https://generativelanguage.googleapis.com/v1beta       | x-goog-api-key | maxOutputTokens       | top
			vertex               | -                                                      | Authorization  | maxOutputTokens       | top
			vertex-express       | https://aiplatform.googleapis.com/v1/publishers/google | x-goog-api-key | maxOutputTokens       | top
			bedrock              | -                                                      | Authorization  | maxTokens             | top
			bedrock-mantle       | -                                                      | Authorization  | max_tokens            | system
			bedrock-mantle@openai-responses | - | Authorization | max_output_tokens | top
			bedrock-mantle@anthropic | - | Authorization | max_tokens | top
			mistral              | https://api.mistral.ai/v1                              | Authorization  | max_tokens            | system
			cohere               | https://api.cohere.com/v2                              | Authorization  | max_tokens            | system
			groq                 | https://api.groq.com/openai/v1                         | Authorization  | max_completion_tokens | system
			deepseek             | https://api.deepseek.com                               | Authorization  | max_tokens            | system
			openrouter           | https://openrouter.ai/api/v1                           | Authorization  | max_tokens            | system
			xai                  | https://api.x.ai/v1                                    | Authorization  | max_output_tokens     | top
			xai@openai-chat | https://api.x.ai/v1 | Authorization | max_completion_tokens | system
			together             | https://api.together.xyz/v1                            | Authorization  | max_tokens            | system
			fireworks            | https://api.fireworks.ai/inference/v1                  | Authorization  | max_tokens            | system
			cerebras             | https://api.cerebras.ai/v1                             | Authorization  | max_completion_tokens | system
			perplexity           | https://api.perplexity.ai                              | Authorization  | max_tokens            | system
			moonshot             | https://api.moonshot.ai/v1                             | Authorization  | max_tokens            | system
			zai                  | https://api.z.ai/api/paas/v4                           | Authorization  | max_tokens            | system
			minimax              | https://api.minimax.io/anthropic/v1                    | x-api-key      | max_tokens            | top
			minimax-chat         | https://api.minimax.io/v1                              | Authorization  | max_tokens            | system
			dashscope            | https://dashscope-intl.aliyuncs.com/compatible-mode/v1 | Authorization  | max_tokens            | system
			deepinfra            | https://api.deepinfra.com/v1/openai                    | Authorization  | max_tokens            | system
			huggingface          | https://router.huggingface.co/v1                       | Authorization  | max_tokens            | system
			github-models        | https://models.github.ai/inference                     | Authorization  | max_tokens            | system
			sambanova            | https://api.sambanova.ai/v1                            | Authorization  | max_tokens            | system
			voyage               | https://api.voyageai.com/v1                            | Authorization  | max_tokens            | system
			vllm                 | http://localhost:8000/v1                               | Authorization  | max_tokens            | system
			ollama               | http://localhost:11434                                 | Authorization  | num_predict           | system
			ollama@openai-chat | http://localhost:11434 | Authorization | max_tokens | system
			ollama@openai-responses | http://localhost:11434 | Authorization | max_output_tokens | top
			ollama@anthropic | http://localhost:11434 | Authorization | max_tokens | top
			llama-cpp            | http://127.0.0.1:8080/v1                               | Authorization  | max_tokens            | system
			lm-studio            | http://localhost:1234/v1                               | Authorization  | max_tokens            | system
			localai              | http://localhost:8080/v1                               | Authorization  | max_tokens            | system
			openai-compatible    | -                                                      | Authorization  | max_tokens            | system
			anthropic-compatible | -                                                      | x-api-key      | max_tokens            | top
			""";

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final JsonMapper MAPPER = new JsonMapper();

	static Stream<Service> services() {
		return SERVICES.lines().map(Service::of);
	}

	@Test
	void everyPresetIsInTheTableOfServices() {
		assertThat(PRESETS.keySet())
			.containsExactlyInAnyOrderElementsOf(services().map(Service::preset).distinct().toList());
	}

	@ParameterizedTest
	@MethodSource("services")
	void requestIsWhatTheServiceWants(Service service) throws Exception {
		Preset preset = PRESETS.get(service.preset());
		assertThat(String.valueOf(preset.baseUrl())).isEqualTo(service.baseUrl());
		URI address = URI.create(preset.baseUrlExample().replaceAll("[<>]", ""));
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", service.answer()))) {
			URI loopback = server.uri().resolve(address.getRawPath().isEmpty() ? "/" : address.getRawPath());
			ProviderSettings settings = ProviderSettings.builder("x", preset)
				.wireFormat(service.wireFormat())
				.baseUrl(loopback)
				.apiKey(() -> Secret.of("k1"))
				.build();
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatResponse response = ChatClient.of(HttpChatProvider.of(settings, connections))
					.withModel("m1")
					.prompt("Hello")
					.system("Be brief")
					.options(ChatOptions.builder().maxOutputTokens(77).build())
					.call();
				assertThat(response.content()).isEqualTo("Hi");
				assertThat(response.warnings()).isEmpty();
			}
			RawServer.Request request = server.takeRequest();
			String path = address.getRawPath() + service.path();
			String query = preset.query().isEmpty() ? "" : "?" + preset.query();
			assertThat(request.line()).isEqualTo("POST " + path + query + " HTTP/1.1");
			String key = service.header().equals("Authorization") ? "Bearer k1" : "k1";
			assertThat(request.headers()).containsEntry(service.header(), key)
				.containsEntry("Content-Type", "application/json");
			service.check(MAPPER.readTree(request.body()));
		}
	}

	@Test
	void reasoningModelsTakeTheDeveloperRoleAndNoSampling() throws Exception {
		String answer = Service.of("openai | x | Authorization | max_completion_tokens | developer").answer();
		try (RawServer server = RawServer.answering(RawServer.json("200 OK", answer))) {
			ProviderSettings settings = ProviderSettings.builder("x", PRESETS.get("openai"))
				.wireFormat("openai-chat")
				.baseUrl(server.uri())
				.apiKey(() -> Secret.of("k1"))
				.build();
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				ChatResponse response = ChatClient.of(HttpChatProvider.of(settings, connections))
					.withModel("gpt-5-mini")
					.prompt("Hello")
					.system("Be brief")
					.options(ChatOptions.builder().temperature(0.1).build())
					.call();
				assertThat(response.warnings())
					.containsExactly("The option 'temperature' was left out: gpt-5-mini does not take it.");
			}
			JsonNode body = MAPPER.readTree(server.takeRequest().body());
			assertThat(body.at("/messages/0/role").asString()).isEqualTo("developer");
			assertThat(body.has("temperature")).isFalse();
		}
	}

	@Test
	void modelRulesTellReasoningModelsFromOthers() {
		Preset openai = PRESETS.get("openai");
		for (String model : List.of("o1", "o3-mini", "o4-mini", "gpt-5", "gpt-5-mini", "gpt-5-2025-08-07", "gpt-5.5",
				"gpt-5.1-codex", "gpt-5.2-pro", "o1-mini")) {
			assertThat(rejected(openai, model)).as(model).contains("temperature", "stop");
		}
		for (String model : List.of("gpt-5.1", "gpt-5.2", "gpt-5.4-2026-01-01", "gpt-4o", "gpt-4.1-mini", "gpt-3.5")) {
			assertThat(rejected(openai, model)).as(model).isEmpty();
		}
		assertThat(rejected(PRESETS.get("azure-openai"), "gpt-5-mini")).isEqualTo(rejected(openai, "gpt-5-mini"));
		assertThat(rejected(PRESETS.get("azure-openai"), "my-deployment")).isEmpty();
		for (String model : List.of("gpt-5-chat-latest", "gpt-5.2-chat", "gpt-4o-mini-search-preview")) {
			assertThat(rejected(openai, model)).as(model).contains("temperature").doesNotContain("stop");
		}
		assertThat(rejected(PRESETS.get("azure-foundry"), "gpt-5-mini")).contains("temperature", "stop");
		assertThat(rejected(PRESETS.get("azure-foundry"), "deepseek-r1")).isEmpty();
		assertThat(rejected(PRESETS.get("xai"), "grok-4-1-fast-non-reasoning")).isEmpty();
		assertThat(rejected(PRESETS.get("xai"), "grok-4.3")).contains("stop");
	}

	@Test
	void newestMessagesModelsTakeNoSamplingAndOlderOnesDo() {
		Preset anthropic = PRESETS.get("anthropic");
		for (String model : List.of("claude-opus-4-7", "claude-opus-5", "claude-sonnet-5", "claude-fable-5-1")) {
			assertThat(rejected(anthropic, model)).as(model).contains("temperature", "top-p");
		}
		for (String model : List.of("claude-opus-4-6", "claude-sonnet-4-5-20250929", "claude-3-haiku-20240307")) {
			assertThat(rejected(anthropic, model)).as(model).isEmpty();
		}
	}

	private static Set<Object> rejected(Preset preset, String model) {
		return new LinkedHashSet<>(preset.dialect().forModel(model).get(DialectKey.REJECTS));
	}

	@Test
	void everyPresetSpeaksAKnownFormatAndRejectsKnownOptions() {
		PRESETS.values().forEach((preset) -> {
			assertThat(WireFormats.all()).as(preset.name()).containsKey(preset.wireFormat());
			List<?> rejected = preset.dialect().get(DialectKey.REJECTS);
			assertThat(PortableOptions.names()).as(preset.name())
				.containsAll(rejected.stream().map(String.class::cast).toList());
		});
	}

	@Test
	void everyDialectSaysOnlyWhatAFormatUnderstands() {
		Set<String> understood = new ClassFileImporter().importPackages("io.github.llmspring.wire")
			.stream()
			.flatMap((type) -> type.getFields().stream())
			.filter((field) -> field.getRawType().isEquivalentTo(DialectKey.class))
			.map((field) -> name(field.reflect()))
			.collect(Collectors.toSet());
		assertThat(understood).contains("rejects", "token-limit-field");
		PRESETS.values()
			.forEach((preset) -> assertThat(understood).as(preset.name()).containsAll(preset.dialect().keys()));
	}

	@Test
	void noTestSeesTheKeysOfTheMachine() throws IOException {
		String build = Files.readString(Path.of("..", "pom.xml"));
		PRESETS.values()
			.stream()
			.flatMap((preset) -> Stream.concat(preset.env().stream(), Stream.of(preset.baseUrlEnv())))
			.filter((variable) -> !variable.isEmpty())
			.forEach((variable) -> {
				assertThat(build).contains("<excludedEnvironmentVariable>" + variable + "<");
				assertThat(System.getenv()).doesNotContainKey(variable);
			});
	}

	@Test
	void everyPresetCanBeAskedInEveryFormat() {
		ChatRequest request = ChatRequest.builder()
			.message(Message.user("Hello"))
			.tools(List.of(new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}")))
			.outputFormat(new OutputFormat("person", "{\"type\":\"object\",\"properties\":{}}"))
			.options(ChatOptions.builder()
				.reasoning(ReasoningControl.of(ReasoningControl.Effort.HIGH))
				.toolChoice(ToolChoice.REQUIRED)
				.maxOutputTokens(5000)
				.build())
			.build();
		PRESETS.values()
			.forEach(
					(preset) -> WireFormats.all()
						.values()
						.forEach(
								(format) -> List.of("any", "gpt-5.6", "claude-opus-5", "gemini-2.5-pro")
									.forEach((model) -> assertThat(new Wire(format, preset.dialect())
										.body(request.toBuilder().model(model).build())
										.toString()).as(preset.name() + " in " + format.id())
										.contains("Hello", "clock"))));
	}

	private static String name(Field key) {
		try {
			key.setAccessible(true);
			return ((DialectKey<?>) key.get(null)).name();
		}
		catch (IllegalAccessException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void anotherJarBringsAServiceAsARow(@TempDir Path folder) throws Exception {
		URL jar = jar(folder, """
				{"acme": {"wire-format": "openai-chat", "base-url": "https://api.acme.example/v9", "auth": "x-acme-key",
				"env": ["ACME_KEY"], "dialect": {"token-limit-field": "tokens", "rejects": ["seed"]}}}""");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar }, Preset.class.getClassLoader())) {
			Map<String, Preset> presets = Presets.load(loader);
			assertThat(presets).containsKeys("openai", "acme");
			Preset acme = presets.get("acme");
			assertThat(acme.baseUrl()).isEqualTo("https://api.acme.example/v9");
			assertThat(acme.key()).isEqualTo(new Preset.Key("x-acme-key", true));
			assertThat(acme.env()).containsExactly("ACME_KEY");
			try (RawServer server = RawServer
				.answering(RawServer.json("200 OK", Service.of("acme | x | x-acme-key | tokens | system").answer()))) {
				ProviderSettings settings = ProviderSettings.builder("x", acme)
					.baseUrl(server.uri())
					.apiKey(() -> Secret.of("k1"))
					.build();
				try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
					ChatResponse response = ChatClient.of(HttpChatProvider.of(settings, connections))
						.withModel("m1")
						.prompt("Hello")
						.options(ChatOptions.builder().maxOutputTokens(5).seed(1L).build())
						.call();
					assertThat(response.warnings()).hasSize(1);
				}
				RawServer.Request request = server.takeRequest();
				assertThat(request.headers()).containsEntry("x-acme-key", "k1");
				assertThat(MAPPER.readTree(request.body()).get("tokens").asInt()).isEqualTo(5);
			}
		}
	}

	@Test
	void rowMayStartFromHowAnotherOneSpeaks(@TempDir Path folder) throws Exception {
		URL jar = jar(folder, """
				{"*": {"dialect": {"seed-field": "common", "usage-holder": "common"}},
				"second": {"like": "first", "base-url-example": "https://<x>.example", "env": ["SECOND_KEY"],
				"dialect": {"seed-field": "own", "models": [{"match": "b.*", "system-role": "own"}]}},
				"first": {"wire-format": "gemini", "base-url": "https://first.example", "auth": "x-first-key",
				"query": "q=1", "key": "optional", "env": ["FIRST_KEY"],
				"dialect": {"seed-field": "firsts", "system-role": "firsts", "token-limit-field": "firsts",
				"models": [{"match": "big", "system-role": "rule"}, {"match": "a.*", "system-role": "rule"}]}},
				"third": {"like": "second", "wire-format": "openai-chat", "base-url": "https://third.example"}}""");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar }, null)) {
			Map<String, Preset> presets = Presets.load(loader);
			Preset second = presets.get("second");
			assertThat(second.wireFormat()).isEqualTo("gemini");
			assertThat(second.baseUrl()).isNull();
			assertThat(second.key()).isEqualTo(new Preset.Key("Authorization", true));
			assertThat(second.env()).containsExactly("SECOND_KEY");
			assertThat(second.query()).isEmpty();
			assertThat(presets.get("third").wireFormat()).isEqualTo("openai-chat");
			assertThat(presets.get("third").env()).isEmpty();
			for (Preset preset : List.of(second, presets.get("third"))) {
				assertThat(preset.dialect().get(DialectKey.text("seed-field", ""))).isEqualTo("own");
				assertThat(preset.dialect().get(DialectKey.text("token-limit-field", ""))).isEqualTo("firsts");
				assertThat(preset.dialect().get(DialectKey.text("usage-holder", ""))).isEqualTo("common");
				assertThat(systemRole(preset, "big")).isEqualTo("own");
				assertThat(systemRole(preset, "all")).isEqualTo("rule");
				assertThat(systemRole(preset, "other")).isEqualTo("firsts");
			}
			assertThat(presets.get("first").dialect().get(DialectKey.text("seed-field", ""))).isEqualTo("firsts");
			assertThat(systemRole(presets.get("first"), "big")).isEqualTo("rule");
		}
	}

	@Test
	void ruleForModelsMayStartFromAnotherRow(@TempDir Path folder) throws Exception {
		URL jar = jar(folder, """
				{"cloud": {"wire-format": "openai-chat", "dialect": {"seed-field": "clouds", "system-role": "clouds",
				"models": [{"match": "a.*", "like": "home", "seed-field": "rule"}, {"match": "b.*", "like": "home"}]}},
				"home": {"wire-format": "gemini", "dialect": {"seed-field": "homes", "top-p-field": "homes",
				"models": [{"match": ".*big", "system-role": "rule"}]}}}""");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar }, null)) {
			Preset cloud = Presets.load(loader).get("cloud");
			assertThat(cloud.wireFormat()).isEqualTo("openai-chat");
			DialectKey<String> seed = DialectKey.text("seed-field", "");
			assertThat(cloud.dialect().get(seed)).isEqualTo("clouds");
			assertThat(cloud.dialect().get(DialectKey.text("top-p-field", ""))).isEmpty();
			assertThat(cloud.dialect().forModel("a").get(seed)).isEqualTo("rule");
			assertThat(cloud.dialect().forModel("b").get(seed)).isEqualTo("homes");
			assertThat(cloud.dialect().forModel("b").get(DialectKey.text("top-p-field", ""))).isEqualTo("homes");
			assertThat(systemRole(cloud, "b")).isEqualTo("clouds");
			assertThat(systemRole(cloud, "b-big")).isEqualTo("rule");
			assertThat(systemRole(cloud, "c-big")).isEqualTo("clouds");
		}
	}

	private static String systemRole(Preset preset, String model) {
		return preset.dialect().forModel(model).get(DialectKey.text("system-role", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"{'a': {'like': 'openia'}} | Preset 'a' cannot be like 'openia': there is no such preset",
			"{'a': {'like': 'a'}} | Preset 'a' cannot be like 'a': that one starts from it",
			"{'a': {'dialect': {'models': [{'match': 'm', 'like': 'a'}]}}} | Preset 'a' cannot be like 'a': that one starts from it",
			"{'a': {'like': 'b'}, 'b': {'like': 'a'}} | Preset 'b' cannot be like 'a': that one starts from it" },
			quoteCharacter = '"')
	void rowThatStartsFromNothingIsNamed(String rows, String message, @TempDir Path folder) throws Exception {
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar(folder, rows.replace('\'', '"')) }, null)) {
			assertThatIllegalStateException().isThrownBy(() -> Presets.load(loader)).withMessage(message);
		}
	}

	@Test
	void misspelledFieldOfARowIsNamed(@TempDir Path folder) throws Exception {
		URL jar = jar(folder, "{\"acme\": {\"wire-format\": \"openai-chat\", \"baseurl\": \"https://acme.example\"}}");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar }, null)) {
			assertThatIllegalStateException().isThrownBy(() -> Presets.load(loader))
				.withMessage("Preset 'acme' has an unknown field 'baseurl'");
		}
	}

	private static URL jar(Path folder, String rows) throws IOException {
		Path jar = folder.resolve("acme.jar");
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			out.putNextEntry(new JarEntry(Presets.RESOURCE));
			out.write(rows.getBytes(StandardCharsets.UTF_8));
		}
		return jar.toUri().toURL();
	}

	/**
	 * A row of the table.
	 */
	record Service(String name, String baseUrl, String header, String tokenField, String systemRole) {

		static Service of(String row) {
			String[] cells = Arrays.stream(row.split("\\|")).map(String::strip).toArray(String[]::new);
			return new Service(cells[0], cells[1].equals("-") ? "null" : cells[1], cells[2], cells[3], cells[4]);
		}

		String preset() {
			return this.name.substring(0, (this.name + "@").indexOf('@'));
		}

		String wireFormat() {
			return this.name.contains("@") ? this.name.substring(this.name.indexOf('@') + 1) : null;
		}

		private boolean responses() {
			return this.tokenField.equals("max_output_tokens");
		}

		private boolean anthropic() {
			return this.systemRole.equals("top") && this.tokenField.equals("max_tokens");
		}

		private boolean gemini() {
			return this.tokenField.equals("maxOutputTokens");
		}

		private boolean ollama() {
			return this.tokenField.equals("num_predict");
		}

		private boolean bedrock() {
			return this.tokenField.equals("maxTokens");
		}

		private boolean cohere() {
			return this.name.equals("cohere");
		}

		String path() {
			String usual = gemini() ? GEMINI_PATH : (anthropic() ? ANTHROPIC_PATH : OPENAI_PATH);
			return OWN_PATHS.getOrDefault(this.name, responses() ? RESPONSES_PATH : usual);
		}

		String answer() {
			if (cohere()) {
				return "{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]},\"finish_reason\":\"COMPLETE\"}";
			}
			if (bedrock()) {
				return "{\"output\":{\"message\":{\"content\":[{\"text\":\"Hi\"}]}},\"stopReason\":\"end_turn\"}";
			}
			if (ollama()) {
				return "{\"message\":{\"content\":\"Hi\"},\"done\":true}";
			}
			if (gemini()) {
				return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\"}]}";
			}
			if (responses()) {
				return "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":"
						+ "[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]}";
			}
			return anthropic()
					? "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\"}"
					: "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
		}

		void check(JsonNode body) {
			if (bedrock()) {
				assertThat(body.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(77);
				assertThat(body.at("/system/0/text").asString()).isEqualTo("Be brief");
				assertThat(body.at("/messages/0/content/0/text").asString()).isEqualTo("Hello");
				return;
			}
			if (gemini()) {
				assertThat(body.at("/generationConfig/maxOutputTokens").asInt()).isEqualTo(77);
				assertThat(body.at("/systemInstruction/parts/0/text").asString()).isEqualTo("Be brief");
				assertThat(body.at("/contents/0/role").asString()).isEqualTo("user");
				assertThat(body.at("/contents/0/parts/0/text").asString()).isEqualTo("Hello");
				return;
			}
			assertThat(body.path("model").asString("")).isEqualTo(path().contains(":rawPredict") ? "" : "m1");
			assertThat((ollama() ? body.get("options") : body).get(this.tokenField).asInt()).isEqualTo(77);
			assertThat(body.has("max_tokens") && body.has("max_completion_tokens")).isFalse();
			if (responses()) {
				assertThat(body.path("instructions").asString()).isEqualTo("Be brief");
				assertThat(body.at("/input/0/content").asString()).isEqualTo("Hello");
				return;
			}
			if (anthropic()) {
				assertThat(body.get("system").toString()).contains("Be brief");
				assertThat(body.at("/messages/0/role").asString()).isEqualTo("user");
				return;
			}
			assertThat(body.at("/messages/0/role").asString()).isEqualTo(this.systemRole);
			assertThat(body.at("/messages/0/content").asString()).isEqualTo("Be brief");
			assertThat(body.at("/messages/1/role").asString()).isEqualTo("user");
			assertThat(body.at("/messages/1/content").asString()).isEqualTo("Hello");
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
