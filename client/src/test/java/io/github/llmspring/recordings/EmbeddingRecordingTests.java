package io.github.llmspring.recordings;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.Secret;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.HttpEmbeddingProvider;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Replays every recorded exchange about vectors and lists of models through the real
 * transport and compares it with what a tree of the recording holds.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class EmbeddingRecordingTests {

	private static final Path FOLDER = Path.of(System.getProperty("basedir", "."))
		.resolve("../../shared/recordings/open")
		.normalize();

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	/**
	 * Wire formats of services that have no preset of their own.
	 */
	private static final Map<String, String> FORMATS = Map.of("cohere", "cohere", "mistral", "mistral");

	private static final TreeSet<String> SEEN = new TreeSet<>();

	@AfterAll
	static void printTable() {
		System.out.println("Recordings of vectors and lists of models, all without a miss:");
		SEEN.forEach((line) -> System.out.println("  " + line));
	}

	static Stream<Path> embeddings() throws IOException {
		return files("embeddings");
	}

	static Stream<Path> lists() throws IOException {
		return files("models");
	}

	private static Stream<Path> files(String operation) throws IOException {
		try (Stream<Path> all = Files.list(FOLDER)) {
			return all
				.filter((file) -> file.toString().endsWith(".json") && !file.endsWith("index.json")
						&& tree(file).path("operation").asString("").equals(operation))
				.sorted()
				.toList()
				.stream();
		}
	}

	private static JsonNode tree(Path file) {
		return Recording.JSON.readTree(file.toFile());
	}

	@ParameterizedTest
	@MethodSource("embeddings")
	void vectorsAreThoseOfTheRecording(Path file) {
		replayVectors(file);
	}

	static void replayVectors(Path file) {
		JsonNode recorded = tree(file);
		JsonNode answer = recorded.path("response");
		try (ReplayServer server = new ReplayServer()) {
			server.reply(reply(answer));
			ProviderSettings settings = settings(recorded, server.url(""));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				HttpEmbeddingProvider provider = HttpEmbeddingProvider.of(settings, connections);
				EmbeddingRequest request = new EmbeddingRequest(texts(recorded), recorded.path("model").asString(),
						EmbeddingOptions.NONE);
				int status = answer.path("status").asInt();
				if (status == 200) {
					compare(provider.embed(request).block(), Recording.JSON.readTree(body(answer)),
							recorded.path("provider").asString());
				}
				else {
					assertThatExceptionOfType(LlmException.class).isThrownBy(() -> provider.embed(request).block())
						.satisfies((failure) -> {
							assertThat(failure.status()).isEqualTo(status);
							assertThat(failure.reason()).isEqualTo((status == 404) ? LlmException.Reason.MODEL_NOT_FOUND
									: LlmException.Reason.AUTHENTICATION);
						});
				}
			}
		}
		SEEN.add(file.getFileName() + " " + answer.path("status").asInt());
	}

	private static void compare(EmbeddingResponse seen, JsonNode body, String provider) {
		JsonNode data = body.path("data");
		assertThat(seen.vectors()).hasSize(data.size());
		for (int i = 0; i < data.size(); i++) {
			double[] expected = vector(data.get(i).path("embedding"), provider);
			float[] vector = seen.vectors().get(i);
			assertThat(vector).hasSize(expected.length);
			for (int j = 0; j < expected.length; j++) {
				assertThat((double) vector[j]).isEqualTo(expected[j], within(1e-6));
			}
		}
		JsonNode usage = body.path("usage");
		JsonNode tokens = usage.path(usage.path("prompt_tokens").isNumber() ? "prompt_tokens" : "total_tokens");
		assertThat(seen.inputTokens()).isEqualTo(tokens.asLong());
		JsonNode cost = usage.path("cost").isNumber() ? usage.path("cost") : usage.path("cost").path("total_cost");
		assertThat(seen.cost()).isEqualTo(cost.isNumber() ? Cost.usd(cost.decimalValue()) : null);
		assertThat(seen.model()).isEqualTo(body.path("model").asString());
	}

	private static double[] vector(JsonNode embedding, String provider) {
		List<Double> values = new ArrayList<>();
		if (embedding.isArray()) {
			embedding.forEach((value) -> values.add(value.asDouble()));
			return values.stream().mapToDouble(Double::doubleValue).toArray();
		}
		byte[] bytes = Base64.getDecoder().decode(embedding.asString());
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		while (buffer.hasRemaining()) {
			switch (provider) {
				case "perplexity" -> values.add((double) buffer.get());
				case "vllm" -> values.add(buffer.getDouble());
				default -> values.add((double) buffer.getFloat());
			}
		}
		double norm = provider.equals("perplexity")
				? Math.sqrt(values.stream().mapToDouble((value) -> value * value).sum()) : 1;
		return values.stream().mapToDouble((value) -> value / norm).toArray();
	}

	@ParameterizedTest
	@MethodSource("lists")
	void modelsAreThoseOfTheRecording(Path file) {
		replayModels(file);
	}

	static void replayModels(Path file) {
		JsonNode recorded = tree(file);
		JsonNode body = Recording.JSON.readTree(body(recorded.path("response")));
		String last = body.isArray() ? "" : body.path("nextPageToken").asString("");
		try (ReplayServer server = new ReplayServer()) {
			server.reply(reply(recorded.path("response")));
			ProviderSettings settings = settings(recorded, server.url(""));
			try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
				List<ModelInfo> seen = HttpChatProvider.of(settings, connections).models().block();
				List<String> expected = new ArrayList<>();
				JsonNode list = body.isArray() ? body : body.has("data") ? body.path("data") : body.path("models");
				list.forEach((entry) -> expected.add(entry.has("id") ? entry.path("id").asString()
						: entry.path(entry.has("model_id") ? "model_id" : "name").asString().replace("models/", "")));
				assertThat(seen.subList(0, expected.size())).extracting(ModelInfo::id)
					.containsExactlyElementsOf(expected);
				assertThat(last.isEmpty() ? seen : List.of()).hasSize(last.isEmpty() ? expected.size() : 0);
			}
		}
		SEEN.add(file.getFileName() + " 200");
	}

	private static List<String> texts(JsonNode recorded) {
		JsonNode body = recorded.path("request").path("body");
		JsonNode input = body.has("input") ? body.path("input") : body.path("texts");
		List<String> texts = new ArrayList<>();
		input.forEach((text) -> texts.add(text.asString()));
		return texts.isEmpty() ? List.of(input.isString() ? input.asString() : "text") : texts;
	}

	private static ProviderSettings settings(JsonNode recorded, URI baseUrl) {
		String name = recorded.path("provider").asString();
		Preset preset = PRESETS.getOrDefault(name, PRESETS.get("openai-compatible"));
		return ProviderSettings.builder(name, preset)
			.wireFormat(PRESETS.containsKey(name) ? null : FORMATS.get(name))
			.baseUrl(URI.create(baseUrl + (name.equals("github-models") ? "/inference" : "")))
			.apiKey(() -> Secret.of("key-of-the-test"))
			.build();
	}

	private static Reply reply(JsonNode answer) {
		Map<String, String> headers = new TreeMap<>();
		answer.path("headers")
			.properties()
			.forEach((header) -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asString()));
		return new Reply(answer.path("status").asInt(), headers, body(answer).getBytes(StandardCharsets.UTF_8),
				Pace.IN_ONE_WRITE, null);
	}

	private static String body(JsonNode answer) {
		return answer.has("body_text") ? answer.path("body_text").asString() : answer.path("body").toString();
	}

}
