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
import java.util.TreeMap;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One real exchange with a provider, as the folder of recordings holds it.
 *
 * @param name the file's name without its ending
 * @param provider the service as the folder names it
 * @param wire how requests and answers look
 * @param model the model asked for, never blank
 * @param streaming whether the answer was asked for in pieces
 * @param request the recorded request body, {@code null} where there is none
 * @param status the recorded status
 * @param headers the recorded headers, names in lower case
 * @param body the answer's bytes
 */
record Recording(String name, String provider, Wire wire, String model, boolean streaming, JsonNode request, int status,
		Map<String, String> headers, byte[] body) {

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
	 * The formats that have recordings of chat.
	 */
	enum Wire {

		CHAT_COMPLETIONS, MESSAGES, GENERATE_CONTENT, RESPONSES, OLLAMA_CHAT, CONVERSE, COHERE_CHAT;

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

	}

	static boolean present() {
		return Files.isDirectory(FOLDER);
	}

	static List<Recording> all() {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.filter((file) -> file.toString().endsWith(".json") && !file.endsWith("index.json"))
				.sorted()
				.map(Recording::read)
				.filter((recording) -> recording.wire != null)
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
		String model = recorded.path("model").asString("");
		return new Recording(file.getFileName().toString().replace(".json", ""), recorded.path("provider").asString(),
				Wire.of(operation), model.isBlank() ? "model" : model, streaming, request.isObject() ? request : null,
				response.path("status").asInt(200), headers, body(response));
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
