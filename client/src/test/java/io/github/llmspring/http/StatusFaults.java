package io.github.llmspring.http;

import java.util.List;

import io.github.llmspring.LlmException.Reason;

/**
 * Answers whose status says that they are none.
 */
final class StatusFaults {

	private StatusFaults() {
	}

	static List<Fault> all() {
		return List.of(
				Fault
					.of("400, the request is refused",
							error("400 Bad Request", "Invalid value for 'temperature'.", "x"))
					.both(Reason.INVALID_REQUEST),
				Fault
					.of("400, the conversation is too long",
							error("400 Bad Request", "This model's maximum context length is 8192 tokens.",
									"context_length_exceeded"))
					.both(Reason.CONTEXT_TOO_LONG),
				Fault.of("401", error("401 Unauthorized", "Incorrect API key provided.", "invalid_api_key"))
					.both(Reason.AUTHENTICATION),
				Fault.of("402", error("402 Payment Required", "Insufficient Balance", "")).both(Reason.QUOTA_EXHAUSTED),
				Fault.of("403", error("403 Forbidden", "Your region is not supported.", "forbidden"))
					.both(Reason.AUTHENTICATION),
				Fault
					.of("404, no such model",
							error("404 Not Found", "The model 'gpt-9' does not exist.", "model_not_found"))
					.both(Reason.MODEL_NOT_FOUND),
				Fault.of("404, a web page", page("404 Not Found")).both(Reason.INVALID_REQUEST),
				Fault.of("429", error("429 Too Many Requests", "Rate limit reached.", "rate_limit_exceeded"))
					.both(Reason.RATE_LIMITED),
				Fault
					.of("429, no credit",
							error("429 Too Many Requests", "You exceeded your current quota.", "insufficient_quota"))
					.both(Reason.QUOTA_EXHAUSTED),
				Fault.of("500, no body", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
					.both(Reason.SERVER_ERROR),
				Fault.of("502, a web page of a proxy", page("502 Bad Gateway")).both(Reason.SERVER_ERROR),
				Fault.of("503", error("503 Service Unavailable", "The engine is overloaded.", "server_error"))
					.both(Reason.OVERLOADED),
				Fault.of("529", error("529 ", "Overloaded", "overloaded_error")).both(Reason.OVERLOADED),
				Fault
					.of("error with a body beyond measure",
							"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n" + "Busy."
									+ " ".repeat(300_000))
					.both(Reason.OVERLOADED),
				Fault
					.of("error whose body is cut off",
							"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 100\r\n\r\n{\"error\":")
					.both(Reason.RATE_LIMITED),
				Fault
					.of("redirect to another address",
							"HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n"
									+ "Location: https://elsewhere.example/v1?token=abc\r\n\r\n")
					.both(Reason.INVALID_REQUEST),
				Fault.of("error whose body does not come", (request, connection) -> {
					connection.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 100\r\n\r\n");
					connection.awaitClose();
				}).inTime().both(Reason.OVERLOADED),
				Fault.of("redirect with a body without end", (request, connection) -> {
					connection.send("HTTP/1.1 301 Moved Permanently\r\n\r\n");
					connection.awaitClose();
				}).both(Reason.INVALID_REQUEST));
	}

	private static String error(String status, String words, String code) {
		return RawServer.json(status, "{\"error\":{\"message\":\"" + words + "\",\"code\":\"" + code + "\"}}");
	}

	private static String page(String status) {
		String page = "<html><body><h1>" + status + "</h1></body></html>";
		return "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\nContent-Length: " + page.length() + "\r\n\r\n"
				+ page;
	}

}
