package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the errors of all services: whatever the envelope, it looks for the service's
 * words, its code and a hint how long to wait.
 */
public final class ErrorReader {

	private static final int MAX_WORDS = 500;

	/**
	 * Line ends and what terminals obey have no place in a log.
	 */
	private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]+");

	private static final Pattern DELAY = Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,3})[0-9]*)?s");

	private static final Json JSON = Json.ofDepth(64);

	private ErrorReader() {
	}

	/**
	 * Reads an error answer.
	 * @param status the HTTP status, 400 or above
	 * @param body the body, possibly empty or no JSON
	 * @return what went wrong
	 */
	public static LlmException read(int status, byte[] body) {
		return read(status, body, "");
	}

	/**
	 * Reads an error answer whose code stands elsewhere.
	 * @param status the HTTP status, 400 or above
	 * @param body the body, possibly empty or no JSON
	 * @param code the service's code, possibly empty
	 * @return what went wrong
	 */
	public static LlmException read(int status, byte[] body, String code) {
		return read(status, body, 0, body.length, code).status(status).build();
	}

	/**
	 * Reads an error inside an answer whose HTTP status promised success.
	 * @param bytes a buffer that holds the JSON object with the error
	 * @param from index of the first byte
	 * @param to index after the last byte
	 * @return what went wrong
	 */
	public static LlmException inBand(byte[] bytes, int from, int to) {
		return inBand(bytes, from, to, "");
	}

	/**
	 * Reads an error inside an answer whose HTTP status promised success and whose code
	 * stands elsewhere.
	 * @param bytes a buffer that holds the JSON object with the error, or its words
	 * @param from index of the first byte
	 * @param to index after the last byte
	 * @param code the service's code, possibly empty
	 * @return what went wrong
	 */
	public static LlmException inBand(byte[] bytes, int from, int to, String code) {
		return read(0, bytes, from, to, code).build();
	}

	private static LlmException.Builder read(int status, byte[] bytes, int from, int to, String given) {
		JsonNode body = JSON.tree(bytes, from, to);
		if (body == null || body.isValueNode()) {
			return unreadable(status,
					new String(bytes, from, Math.min(to - from, 4 * MAX_WORDS), StandardCharsets.UTF_8), given);
		}
		JsonNode report = body.isArray() ? reportIn(body) : body;
		JsonNode envelope = envelope(report);
		JsonNode error = envelope.path("error").isObject() ? envelope.path("error") : envelope;
		String words = words(envelope, error);
		String said = shorten(words.isEmpty() ? body.toString() : words);
		String code = given + " " + code(envelope, error);
		Duration delay = delay(error);
		int effective = (status != 0) ? status : statusOf(error, code, words);
		Reason reason = ErrorRules.reason(effective, code + " " + said + " " + error.path("details"), delay != null);
		LlmException.Builder exception = builder(reason, status, "\"" + said + "\"")
			.retryAfter((delay == null || delay.isZero()) ? null : delay);
		JsonNode requestId = envelope.path("request_id");
		return requestId.isString() ? exception.requestId(requestId.asString()) : exception;
	}

	private static LlmException.Builder unreadable(int status, String text, String code) {
		boolean page = text.stripLeading().startsWith("<");
		String said = page ? "with a web page, as a proxy or a wrong address does"
				: (text.isBlank() ? "without a word" : "\"" + shorten(text) + "\"");
		int effective = (status != 0) ? status : ErrorRules.statusOf(code, text);
		Reason reason = ErrorRules.reason(effective, page ? "" : code + " " + text, false);
		LlmException.Builder exception = builder(reason, status, said);
		return (page && reason == Reason.INVALID_REQUEST) ? exception.advice("Check the provider's base-url.")
				: exception;
	}

	/**
	 * A service that does not know the path is asked at the wrong address, such as one
	 * without its version.
	 */
	private static LlmException.Builder builder(Reason reason, int status, String said) {
		LlmException.Builder exception = LlmException.builder(reason, "the service answered " + said);
		boolean lost = reason == Reason.INVALID_REQUEST && (status == 404 || status == 405);
		return lost ? exception.advice(
				"Check the provider's base-url, which ends in the version where there is one, such as /v1, and the model.")
				: exception;
	}

	/**
	 * Entry of a list that reports the error; what came before it is answer.
	 */
	private static JsonNode reportIn(JsonNode list) {
		for (JsonNode entry : list) {
			if (entry.has("error")) {
				return entry;
			}
		}
		return list.path(0);
	}

	/**
	 * Object that holds the error: the answer that failed or the end of a stream, where
	 * these report it.
	 */
	private static JsonNode envelope(JsonNode report) {
		JsonNode answer = report.path("response");
		if (answer.path("error").isObject()) {
			return answer;
		}
		return report.path("delta").path("error").isString() ? report.path("delta") : report;
	}

	private static String words(JsonNode envelope, JsonNode error) {
		String words = firstText(error.path("message"), envelope.path("error"), error.path("message").path("detail"),
				details(error.path("message").path("detail")), error.path("detail"), details(error.path("detail")),
				error.path("error_msg"), error.path("Message"));
		String upstream = error.path("metadata").path("raw").asString("");
		return (words.isEmpty() || upstream.isEmpty()) ? words + upstream : words + ": " + upstream;
	}

	private static JsonNode details(JsonNode list) {
		StringJoiner words = new StringJoiner("; ");
		list.forEach((detail) -> words.add(detail.path("msg").asString("")));
		return JsonNodeFactory.instance.stringNode(words.toString());
	}

	private static String code(JsonNode envelope, JsonNode error) {
		StringBuilder code = new StringBuilder();
		for (JsonNode candidate : new JsonNode[] { error.path("code"), error.path("type"), error.path("status"),
				error.path("innererror").path("code"), envelope.path("code"), envelope.path("error_type"),
				envelope.path("__type") }) {
			if (candidate.isString()) {
				code.append(candidate.asString()).append(' ');
			}
		}
		return code.toString();
	}

	private static int statusOf(JsonNode error, String code, String words) {
		JsonNode number = error.has("status_code") ? error.path("status_code") : error.path("code");
		int status = number.asInt(0);
		return (status >= 400 && status < 600) ? status : ErrorRules.statusOf(code, words);
	}

	private static String firstText(JsonNode... candidates) {
		for (JsonNode candidate : candidates) {
			if (candidate.isString() && !candidate.asString().isBlank()) {
				return candidate.asString();
			}
		}
		return "";
	}

	private static String shorten(String words) {
		String line = UNPRINTABLE.matcher(words).replaceAll(" ").strip();
		return (line.length() <= MAX_WORDS) ? line : line.substring(0, MAX_WORDS) + "...";
	}

	private static @Nullable Duration delay(JsonNode error) {
		for (JsonNode detail : error.path("details")) {
			Matcher delay = DELAY.matcher(detail.path("retryDelay").asString(""));
			if (delay.matches()) {
				String fraction = (delay.group(2) != null) ? delay.group(2) : "";
				long millis = Long.parseLong((fraction + "000").substring(0, 3));
				return Duration.ofSeconds(Long.parseLong(delay.group(1))).plusMillis(millis);
			}
		}
		return null;
	}

}
