package io.github.llmspring.recordings;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares where presets send requests with where recorded ones went.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class RecordedPathsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	/**
	 * Services whose recorded requests went to an address that was theirs once.
	 */
	private static final List<String> ELSEWHERE = List.of("huggingface");

	@ParameterizedTest
	@MethodSource("recordings")
	void requestGoesWhereTheRecordedOneWent(Sent sent) {
		Preset preset = PRESETS.get(sent.preset());
		ChatRequest request = ChatRequest.builder()
			.message(Message.user("Hello"))
			.model(sent.model())
			.streaming(sent.streaming())
			.build();
		String path = WireFormats.all().get(sent.wireFormat()).encode(request, preset.dialect()).path();
		String base = (preset.baseUrl() != null) ? preset.baseUrl() : preset.baseUrlExample();
		String address = URI.create(base.replaceAll("<\\w+>", "any")).getRawPath() + path.replaceAll("\\?.*", "");
		assertThat(decoded(sent.path())).isEqualTo(decoded(address));
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void keyIsSentAsTheRecordedOneWas(Sent sent) {
		Preset preset = PRESETS.get(sent.preset());
		String header = preset.key().header();
		String usual = header.equals("Authorization") ? "bearer" : header;
		boolean signed = "aws".equals(preset.credentials().get("type")) && sent.auth().contains("sigv4");
		boolean none = !preset.key().required() && sent.auth().contains("none");
		assertThat(signed || none || sent.auth().contains(usual)).as(sent.auth()).isTrue();
	}

	private static String decoded(String path) {
		return URLDecoder.decode(path, StandardCharsets.UTF_8);
	}

	static Stream<Sent> recordings() throws IOException {
		Path folder = Path.of(System.getProperty("basedir", ".")).resolve("../../shared/recordings/open").normalize();
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".json") && !file.endsWith("index.json"))
				.sorted()
				.map((file) -> Sent.of(file, Recording.JSON.readTree(file.toFile())))
				.filter((sent) -> PRESETS.containsKey(sent.preset()) && sent.wireFormat() != null
						&& !ELSEWHERE.contains(sent.preset()))
				.toList()
				.stream();
		}
	}

	/**
	 * A recorded request, as far as it tells where it went.
	 */
	record Sent(String name, String preset, String wireFormat, String model, boolean streaming, String path,
			String auth) {

		static Sent of(Path file, JsonNode recorded) {
			String operation = recorded.path("operation").asString();
			String url = recorded.path("request").path("url").asString("");
			String path = url.isEmpty() ? "" : URI.create(url).getRawPath();
			String provider = recorded.path("provider").asString();
			String dated = path.contains("/deployments/") ? provider + "-dated" : provider;
			String foundry = path.startsWith("/openai/") && provider.equals("azure-foundry") ? "azure-openai" : dated;
			String model = recorded.path("model").asString("m");
			String place = path.replaceAll("/(projects|locations)/[^/]+", "/$1/any")
				.replaceAll("^/v1/projects", "/v1beta1/projects");
			boolean streaming = operation.startsWith("stream") || operation.endsWith("-stream");
			return new Sent(file.getFileName().toString(), path.isEmpty() ? "" : foundry, format(operation, provider),
					deployment(path, model), streaming, place, recorded.path("request").path("auth").asString(""));
		}

		private static String deployment(String path, String model) {
			return path.contains("/deployments/") ? path.replaceAll(".*/deployments/([^/]+)/.*", "$1") : model;
		}

		private static String format(String operation, String provider) {
			return switch (operation) {
				case "chat.completions" -> provider.equals("mistral") ? "mistral" : "openai-chat";
				case "messages" -> "anthropic";
				case "generateContent", "streamGenerateContent" -> "gemini";
				case "responses" -> "openai-responses";
				case "cohere.chat" -> "cohere";
				case "ollama.chat" -> "ollama";
				case "converse", "converse-stream" -> "bedrock-converse";
				default -> null;
			};
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
