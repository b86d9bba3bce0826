package io.github.llmspring.http;

import java.util.List;

import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Scene;

/**
 * Faults that differ in what they say about trying again, or in when they come.
 */
final class FurtherFaults {

	private static final String BUSY = "{\"error\":{\"message\":\"Slow down.\",\"code\":\"rate_limit_exceeded\"}}";

	private static final String ROLE = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n";

	private FurtherFaults() {
	}

	static List<Fault> all() {
		return List.of(
				Fault
					.of("400, the filter says no", RawServer.json("400 Bad Request",
							"{\"error\":{\"message\":\"The prompt was filtered.\",\"code\":\"content_filter\"}}"))
					.both(Reason.CONTENT_FILTERED),
				Fault
					.of("403, no credit",
							RawServer.json("403 Forbidden",
									"{\"error\":{\"message\":\"Add credit.\",\"code\":\"insufficient_quota\"}}"))
					.both(Reason.QUOTA_EXHAUSTED),
				Fault.of("422", RawServer.json("422 Unprocessable Entity", "{\"detail\":\"temperature is too high\"}"))
					.both(Reason.INVALID_REQUEST),
				Fault.of("408", RawServer.json("408 Request Timeout", "{}")).both(Reason.SERVER_ERROR),
				Fault.of("409", RawServer.json("409 Conflict", "{}")).both(Reason.SERVER_ERROR),
				Fault
					.of("504, a web page of a proxy",
							"HTTP/1.1 504 Gateway Timeout\r\nContent-Type: text/html\r\n"
									+ "Content-Length: 13\r\n\r\n<html></html>")
					.both(Reason.SERVER_ERROR),
				busy("429, wait 250 milliseconds", "retry-after-ms: 250"),
				busy("429, wait 1500 milliseconds in Azure's words", "x-ms-retry-after-ms: 1500"),
				busy("429, wait 7 seconds", "Retry-After: 7"), busy("429, wait 1.5 seconds", "retry-after: 1.5"),
				busy("429, wait until a date 9 seconds ahead",
						"Date: Fri, 27 Nov 2026 10:00:00 GMT\r\nRetry-After: Fri, 27 Nov 2026 10:00:09 GMT"),
				busy("429, wait until a date gone by",
						"Date: Fri, 27 Nov 2026 10:00:00 GMT\r\nRetry-After: Fri, 27 Nov 2026 09:59:09 GMT"),
				busy("429, wait exactly as long as is waited at most", "retry-after: 60"),
				busy("429, wait an hour", "retry-after: 3600"), busy("429, wait for garbage", "retry-after: soon"),
				busy("429, wait less than nothing", "retry-after: -5"),
				busy("429, wait ten thousand years", "retry-after: 315360000000"),
				busy("429, wait 250 milliseconds rather than 7 seconds", "retry-after: 7\r\nretry-after-ms: 250"),
				Fault.of("429, wait 12.5 seconds in Google's words", RawServer.json("429 Too Many Requests",
						"{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Slow down.\",\"details\":[{"
								+ "\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"12.5s\"}]}}"))
					.both(Reason.RATE_LIMITED),
				told("503, wait 3 seconds", "503 Service Unavailable", "retry-after: 3").both(Reason.OVERLOADED),
				told("500, wait 3 seconds", "500 Internal Server Error", "retry-after: 3").both(Reason.SERVER_ERROR),
				told("500, do not try again", "500 Internal Server Error", "x-should-retry: false")
					.both(Reason.SERVER_ERROR),
				told("429, do not try again", "429 Too Many Requests", "x-should-retry: false")
					.both(Reason.RATE_LIMITED),
				told("404, try again", "404 Not Found", "x-should-retry: true").both(Reason.MODEL_NOT_FOUND),
				Fault
					.of("stream that is too fast for a limit, with a wait that belongs to a success",
							"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nretry-after: 30\r\n\r\n" + ROLE
									+ "data: " + BUSY + "\n\n")
					.stream(Reason.RATE_LIMITED),
				stream("error after an event without content", ROLE
						+ "event: error\ndata: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}\n\n")
					.stream(Reason.OVERLOADED),
				stream("first event that is no JSON", "data: {oops}\n\n").stream(Reason.MALFORMED_RESPONSE),
				stream("first event larger than the limit", "data: " + " ".repeat(2_000) + "\n\n")
					.with((settings) -> settings.limits(new Limits(1_000, 1_000, 20_000, 200)))
					.stream(Reason.MALFORMED_RESPONSE),
				stream("end without an end mark and without content", ROLE).stream(Reason.STREAM_TRUNCATED),
				stream("events of an unknown kind",
						"event: news\ndata: {\"object\":\"news\"}\n\ndata: " + Scene.piece("Hello, wörld 😀")
								+ "\n\ndata: " + Scene.end() + "\n\ndata: [DONE]\n\n")
					.streamedAnswer(),
				Fault.of("reset after a part of the first event", (request, connection) -> {
					connection.send(RawServer.head("text/event-stream") + "data: {\"choices\":[{\"de");
					connection.reset();
				}).stream(Reason.CONNECTION));
	}

	private static Fault busy(String name, String headers) {
		return told(name, "429 Too Many Requests", headers).both(Reason.RATE_LIMITED);
	}

	private static Fault told(String name, String status, String headers) {
		String words = status.startsWith("404")
				? "{\"error\":{\"message\":\"No such model.\",\"code\":\"model_not_found\"}}"
				: status.startsWith("5") ? "{\"error\":{\"message\":\"Something broke.\"}}" : BUSY;
		return Fault.of(name, RawServer.json(status, words).replaceFirst("\r\n", "\r\n" + headers + "\r\n"));
	}

	private static Fault stream(String name, String frames) {
		return Fault.of(name, RawServer.head("text/event-stream") + frames);
	}

}
