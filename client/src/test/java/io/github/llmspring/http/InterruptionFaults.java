package io.github.llmspring.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Scene;
import io.github.llmspring.http.RawServer.Connection;
import io.github.llmspring.http.RawServer.Request;
import io.github.llmspring.http.RawServer.Script;

/**
 * Answers that begin well and end badly, or only look odd.
 * <p>
 * A script sends a stream where one was asked for and a whole answer otherwise, as far as
 * the fault lets it.
 */
final class InterruptionFaults {

	private static final String HALF = frames(Scene.piece("Hello, "), Scene.piece("wör"));

	private static final String HALF_TEXT = "Hello, wör";

	/**
	 * Character whose last byte is left out where it ends a body.
	 */
	private static final String CUT = "€";

	private static final Timeouts HURRIED = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60),
			Duration.ofSeconds(60), Duration.ofSeconds(30));

	private InterruptionFaults() {
	}

	static List<Fault> all() {
		return List.of(
				Fault.of("closed amid a chunked body", half(Framing.CHUNKED, Connection::close))
					.whole(Reason.CONNECTION)
					.streamAfter(HALF_TEXT, Reason.STREAM_TRUNCATED),
				Fault.of("closed amid a body of known length", half(Framing.LENGTH, Connection::close))
					.whole(Reason.CONNECTION)
					.streamAfter(HALF_TEXT, Reason.STREAM_TRUNCATED),
				Fault.of("closed amid a body that ends with the connection", half(Framing.CLOSE, Connection::close))
					.whole(Reason.MALFORMED_RESPONSE)
					.streamAfter(HALF_TEXT, Reason.STREAM_TRUNCATED),
				Fault.of("closed before the first event", half("", "", Framing.CHUNKED, Connection::close))
					.whole(Reason.CONNECTION)
					.stream(Reason.STREAM_TRUNCATED),
				Fault.of("reset amid the body", half(Framing.CHUNKED, InterruptionFaults::resetWhenRead))
					.whole(Reason.CONNECTION)
					.streamAfter(HALF_TEXT, Reason.CONNECTION),
				Fault.of("silence amid the body", half(Framing.CHUNKED, Connection::awaitClose))
					.inTime()
					.whole(Reason.TIMEOUT_TOTAL)
					.streamAfter(HALF_TEXT, Reason.TIMEOUT_IDLE),
				Fault.of("time of the call is up amid the body", half(Framing.CHUNKED, Connection::awaitClose))
					.inTime()
					.with((settings) -> settings.timeouts(HURRIED))
					.whole(Reason.TIMEOUT_TOTAL)
					.streamAfter(HALF_TEXT, Reason.TIMEOUT_TOTAL),
				Fault.of("signs of life and nothing else", InterruptionFaults::keepAlives)
					.inTime()
					.whole(Reason.TIMEOUT_TOTAL)
					.stream(Reason.TIMEOUT_FIRST_TOKEN),
				Fault.of("chunks that are none", half(Framing.CHUNKED, (connection) -> connection.send("zz\r\nHello")))
					.whole(Reason.MALFORMED_RESPONSE)
					.streamAfter(HALF_TEXT, Reason.MALFORMED_RESPONSE),
				Fault
					.of("half a character, then closed",
							half(HALF + "data: {\"choices\":[{\"delta\":{\"content\":\"caf€",
									"{\"choices\":[{\"message\":{\"content\":\"caf€", Framing.CLOSE, Connection::close))
					.whole(Reason.MALFORMED_RESPONSE)
					.streamAfter(HALF_TEXT, Reason.STREAM_TRUNCATED),
				Fault.of("no end mark", stream(HALF)).streamAfter(HALF_TEXT, Reason.STREAM_TRUNCATED),
				Fault.of("error amid the stream", stream(HALF
						+ "event: error\ndata: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}\n\n"))
					.streamAfter(HALF_TEXT, Reason.OVERLOADED),
				Fault
					.of("error before the first event", stream(frames(
							"{\"error\":{\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}}")))
					.stream(Reason.RATE_LIMITED),
				Fault.of("event that is no JSON", stream(HALF + "data: {oops}\n\n"))
					.streamAfter(HALF_TEXT, Reason.MALFORMED_RESPONSE),
				Fault.of("event larger than the limit", stream(HALF + "data: " + " ".repeat(2_000) + "\n\n"))
					.with(InterruptionFaults::limited)
					.streamAfter(HALF_TEXT, Reason.MALFORMED_RESPONSE),
				Fault.of("event of very many lines", stream(HALF + "data: \n".repeat(2_000) + "\n"))
					.with(InterruptionFaults::limited)
					.streamAfter(HALF_TEXT, Reason.MALFORMED_RESPONSE),
				Fault.of("stream larger than the limit", stream(HALF + ": keep-alive\n\n".repeat(2_000)))
					.with(InterruptionFaults::limited)
					.streamAfter(HALF_TEXT, Reason.MALFORMED_RESPONSE),
				Fault.of("packets that end amid characters and line ends", InterruptionFaults::byteByByte)
					.streamedAnswer());
	}

	private static ProviderSettings.Builder limited(ProviderSettings.Builder settings) {
		return settings.limits(new Limits(1_000, 1_000, 20_000, 200));
	}

	private static String frames(String... frames) {
		StringBuilder stream = new StringBuilder();
		for (String frame : frames) {
			stream.append("data: ").append(frame).append("\n\n");
		}
		return stream.toString();
	}

	private static Script stream(String frames) {
		return (request, connection) -> connection.send(RawServer.head("text/event-stream") + frames);
	}

	/**
	 * Sends a half answer and then what makes it a fault.
	 */
	private static Script half(Framing framing, Ending ending) {
		return half(HALF, "{\"choices\":[{\"message\":{\"content\":\"" + HALF_TEXT, framing, ending);
	}

	private static Script half(String stream, String whole, Framing framing, Ending ending) {
		return (request, connection) -> {
			boolean streaming = request.body().contains("\"stream\":true");
			connection.send("HTTP/1.1 200 OK\r\nContent-Type: " + (streaming ? "text/event-stream" : "application/json")
					+ "\r\n" + framing.header + "\r\n");
			byte[] body = cut(streaming ? stream : whole);
			if (framing == Framing.CHUNKED && body.length > 0) {
				connection.send(Integer.toHexString(body.length) + "\r\n");
			}
			connection.send(body);
			if (framing == Framing.CHUNKED && body.length > 0) {
				connection.send("\r\n");
			}
			ending.end(connection);
		};
	}

	/**
	 * Leaves the client time to read: what it has not read is lost with a reset.
	 */
	private static void resetWhenRead(Connection connection) throws IOException {
		connection.closesWithin(50);
		connection.reset();
	}

	private static byte[] cut(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return text.endsWith(CUT) ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
	}

	private static void keepAlives(Request request, Connection connection) throws IOException {
		boolean streaming = request.body().contains("\"stream\":true");
		connection.send(RawServer.head(streaming ? "text/event-stream" : "application/json"));
		while (!connection.closesWithin(20)) {
			connection.send(streaming ? ": keep-alive\n\n" : " ");
		}
	}

	private static void byteByByte(Request request, Connection connection) throws IOException {
		String stream = "\uFEFF: héllo\r\n\r\ndata: " + Scene.piece("Hello, ") + "\r\rdata: " + Scene.piece("wörl")
				+ "\n\r\ndata:" + Scene.piece("d 😀") + "\r\n\ndata: " + Scene.end() + "\n\ndata: [DONE]\r\n\r\n";
		connection.send(RawServer.head("text/event-stream"));
		byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < bytes.length; i++) {
			connection.send(Arrays.copyOfRange(bytes, i, i + 1));
		}
	}

	private enum Framing {

		CHUNKED("Transfer-Encoding: chunked\r\n"), LENGTH("Content-Length: 100000\r\n"), CLOSE("Connection: close\r\n");

		private final String header;

		Framing(String header) {
			this.header = header;
		}

	}

	private interface Ending {

		void end(Connection connection) throws IOException;

	}

}
