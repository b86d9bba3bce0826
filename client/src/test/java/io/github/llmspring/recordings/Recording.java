package io.github.llmspring.recordings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One real exchange with a provider, as the folder of recordings holds it.
 *
 * @param name the file's name without its ending
 * @param provider the service as the folder names it
 * @param operation what was asked of it as the folder names it
 * @param wire how answers look, {@code null} where they are vectors or a list of models
 * @param model the model asked for, never blank
 * @param streaming whether the answer was asked for in pieces
 * @param request the recorded request body, {@code null} where there is none
 * @param status the recorded status
 * @param headers the recorded headers, names in lower case
 * @param body the answer's bytes
 * @param features what the folder says that the exchange shows
 */
record Recording(String name, String provider, String operation, Wire wire, String model, boolean streaming,
		JsonNode request, int status, Map<String, String> headers, byte[] body, Set<String> features) {

	static final JsonMapper JSON = JsonMapper.builder().build();

	/**
	 * Where recordings lie, seen from this module's folder.
	 */
	private static final Path FOLDER = Path.of(System.getProperty("basedir", "."))
		.resolve("../../shared/recordings/open")
		.normalize();

	private static final List<String> STREAMS = List.of("text/event-stream", "application/x-ndjson",
			"application/vnd.amazon.eventstream");

	/**
	 * The formats that have recordings of answers in words. The last five are of
	 * operations that the library does not ask for: {@link RelatedFormat} reads them as a
	 * related one.
	 */
	enum Wire {

		CHAT_COMPLETIONS, MESSAGES, GENERATE_CONTENT, RESPONSES, OLLAMA_CHAT, CONVERSE, COHERE_CHAT, INVOKED_MESSAGES,
		PLAIN_COMPLETIONS, PLAIN_LINES, PLAIN_MESSAGES, TOKEN_COUNT;

		String label() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

		static Wire of(String operation) {
			return switch (operation) {
				case "chat.completions" -> CHAT_COMPLETIONS;
				case "messages" -> MESSAGES;
				case "generateContent", "streamGenerateContent" -> GENERATE_CONTENT;
				case "responses" -> RESPONSES;
				case "ollama.chat" -> OLLAMA_CHAT;
				case "cohere.chat" -> COHERE_CHAT;
				case "converse", "converse-stream" -> CONVERSE;
				default -> null;
			};
		}

		/**
		 * How the answers of an operation look that the library does not ask for.
		 */
		private static Wire ofUnasked(String operation, String provider, String model) {
			return switch (operation) {
				case "responses.get" -> RESPONSES;
				case "completions" -> PLAIN_COMPLETIONS;
				case "ollama.generate" -> PLAIN_LINES;
				case "invoke", "invoke-with-response-stream" -> invoked(model);
				case "count_tokens" -> provider.equals("bedrock") ? CONVERSE : TOKEN_COUNT;
				default -> null;
			};
		}

		/**
		 * The body of an invocation is in the words of the model's maker.
		 */
		private static Wire invoked(String model) {
			if (model.contains("nova")) {
				return CONVERSE;
			}
			return model.matches(".*claude-(instant|v?[12]).*") ? PLAIN_MESSAGES : INVOKED_MESSAGES;
		}

	}

	static boolean present() {
		return Files.isDirectory(FOLDER);
	}

	/**
	 * Recordings of what the library asks in words.
	 */
	static List<Recording> all() {
		return everything().stream().filter(Recording::isAsked).toList();
	}

	static List<Recording> everything() {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.filter((file) -> file.toString().endsWith(".json") && !file.endsWith("index.json"))
				.sorted()
				.map(Recording::read)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Recording read(Path file) {
		JsonNode recorded = JSON.readTree(file.toFile());
		JsonNode response = recorded.path("response");
		String operation = recorded.path("operation").asString();
		JsonNode request = recorded.path("request").path("body");
		boolean streaming = response.has("sse") || response.has("ndjson") || operation.startsWith("stream")
				|| operation.endsWith("-stream") || request.path("stream").asBoolean(false);
		Map<String, String> headers = new TreeMap<>();
		response.path("headers")
			.properties()
			.forEach((header) -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asString()));
		if (recorded.path("fidelity").path("response_headers").asString().equals("absent")) {
			headers.putIfAbsent("content-type", response.has("sse") ? "text/event-stream"
					: (response.has("ndjson") ? "application/x-ndjson" : "application/json"));
		}
		String provider = recorded.path("provider").asString();
		String model = recorded.path("model").asString("");
		Wire asked = Wire.of(operation);
		Set<String> features = new TreeSet<>();
		recorded.path("features").forEach((feature) -> features.add(feature.asString()));
		return new Recording(file.getFileName().toString().replace(".json", ""), provider, operation,
				(asked != null) ? asked : Wire.ofUnasked(operation, provider, model), model.isBlank() ? "model" : model,
				streaming, request.isObject() ? request : null, response.path("status").asInt(200), headers,
				body(response), features);
	}

	private static byte[] body(JsonNode response) {
		for (String exact : List.of("sse", "ndjson", "body_text")) {
			if (response.has(exact)) {
				return response.path(exact).asString().getBytes(StandardCharsets.UTF_8);
			}
		}
		return response.has("body_base64") ? Base64.getDecoder().decode(response.path("body_base64").asString())
				: JSON.writeValueAsBytes(response.path("body"));
	}

	/**
	 * Whether it is of an operation that the library asks for an answer in words.
	 */
	boolean isAsked() {
		return Wire.of(this.operation) != null;
	}

	/**
	 * The recording as it lies in the folder.
	 */
	Path file() {
		return FOLDER.resolve(this.name + ".json");
	}

	/**
	 * Whether the recorded body is a stream of events.
	 */
	boolean isEventStream() {
		return this.streaming && this.status == 200 && STREAMS.stream().anyMatch(header("content-type")::startsWith);
	}

	String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

	String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
