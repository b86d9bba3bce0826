package io.github.llmspring.samples.chat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A service on the loopback interface that gives the answers of the folder
 * {@code answers}.
 */
final class ReplayServer implements AutoCloseable {

	private static final Map<String, String> TYPES = Map.of("json", "application/json", "sse", "text/event-stream",
			"ndjson", "application/x-ndjson", "events", "application/vnd.amazon.eventstream");

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private final Service service;

	ReplayServer(Service service) throws IOException {
		this.service = service;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<Call> calls() {
		return new ArrayList<>(this.calls);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String path = exchange.getRequestURI().toString();
		String key = exchange.getRequestHeaders().getFirst(this.service.keyHeader());
		this.calls.add(new Call(exchange.getRequestMethod(), path, key));
		boolean streaming = this.service.call().equals(this.service.stream())
				? body.replace(" ", "").contains("\"stream\":true") : path.equals(this.service.stream());
		String extension = !streaming ? "json"
				: Map.of("ollama", "ndjson", "bedrock-converse", "events").getOrDefault(this.service.answers(), "sse");
		byte[] answer = file(this.service.answers() + "." + extension);
		exchange.getResponseHeaders().set("Content-Type", TYPES.get(extension));
		exchange.sendResponseHeaders(200, 0);
		exchange.getResponseBody().write(extension.equals("events") ? binary(answer) : answer);
		exchange.close();
	}

	private static byte[] file(String name) throws IOException {
		try (InputStream file = ReplayServer.class.getResourceAsStream("/answers/" + name)) {
			return Objects.requireNonNull(file, name).readAllBytes();
		}
	}

	/**
	 * Lines of a name and a document as the binary messages of AWS.
	 */
	private static byte[] binary(byte[] lines) throws IOException {
		ByteArrayOutputStream messages = new ByteArrayOutputStream();
		for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
			ByteArrayOutputStream headers = new ByteArrayOutputStream();
			header(headers, ":event-type", line.substring(0, line.indexOf(' ')));
			header(headers, ":content-type", "application/json");
			header(headers, ":message-type", "event");
			byte[] payload = line.substring(line.indexOf(' ') + 1).getBytes(StandardCharsets.UTF_8);
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(message);
			out.writeInt(headers.size() + payload.length + 16);
			out.writeInt(headers.size());
			out.writeInt(checksum(message));
			headers.writeTo(out);
			out.write(payload);
			out.writeInt(checksum(message));
			message.writeTo(messages);
		}
		return messages.toByteArray();
	}

	private static void header(ByteArrayOutputStream headers, String name, String value) throws IOException {
		DataOutputStream out = new DataOutputStream(headers);
		out.writeByte(name.length());
		out.writeBytes(name);
		out.writeByte(7);
		out.writeUTF(value);
	}

	private static int checksum(ByteArrayOutputStream bytes) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes.toByteArray());
		return (int) checksum.getValue();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * What was asked.
	 */
	record Call(String method, String path, String key) {

	}

}
