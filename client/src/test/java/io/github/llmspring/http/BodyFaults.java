package io.github.llmspring.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Scene;

/**
 * Answers that promise success and hold none, whether they were to stream or not.
 */
final class BodyFaults {

	private static final String ERROR = "{\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\"}}";

	private static final String PAGE = "<!DOCTYPE html><html><body>Sign in</body></html>";

	private BodyFaults() {
	}

	static List<Fault> all() {
		String whole = Scene.wholeBody();
		return List.of(
				Fault.of("empty body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").both(Reason.MALFORMED_RESPONSE),
				Fault.of("no content", "HTTP/1.1 204 No Content\r\n\r\n").both(Reason.MALFORMED_RESPONSE),
				Fault.of("a web page", RawServer.head("text/html; charset=utf-8") + PAGE)
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("a web page of unknown type", RawServer.head("application/octet-stream") + PAGE)
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("an error in spite of 200", RawServer.json("200 OK", ERROR)).both(Reason.SERVER_ERROR),
				Fault.of("an error in spite of 200, called a stream", RawServer.head("text/event-stream") + ERROR)
					.both(Reason.SERVER_ERROR),
				Fault
					.of("an error in spite of 200, of unknown type",
							"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + ERROR)
					.both(Reason.SERVER_ERROR),
				Fault.of("an answer of unknown type", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + whole)
					.wholeAnswer()
					.streamedAnswer(),
				Fault.of("an answer of malformed type", RawServer.head("%%;;=") + whole).wholeAnswer().streamedAnswer(),
				Fault.of("plain text", RawServer.head("text/plain") + "Hello!").both(Reason.MALFORMED_RESPONSE),
				Fault.of("JSON of something else", RawServer.json("200 OK", "{\"status\":\"up\"}"))
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("JSON nested 201 levels deep", RawServer.json("200 OK", nested(201)))
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("compressed data that is broken", gzip("not compressed".getBytes(StandardCharsets.UTF_8)))
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("8 MB that were compressed to 8 KB", gzip(compressed("{\"text\":\"" + " ".repeat(8 << 20))))
					.with((settings) -> settings.limits(new Limits(1 << 20, 1 << 20, 2 << 20, 200)))
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("an answer larger than the limit", RawServer.json("200 OK", whole + " ".repeat(2_000)))
					.with((settings) -> settings.limits(new Limits(1_000, 1_000, 100_000, 200)))
					.both(Reason.MALFORMED_RESPONSE));
	}

	private static String nested(int levels) {
		return "{\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
	}

	private static RawServer.Script gzip(byte[] body) {
		return (request, connection) -> {
			connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
					+ "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n");
			connection.send(body);
		};
	}

	private static byte[] compressed(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
