package io.github.llmspring.recordings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.llmspring.LlmException.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a recorded failure means, by the rules of the wire pages. The odd ones:
 * <table>
 * <caption>Recordings whose status alone would mislead</caption>
 * <tr>
 * <th>recording</th>
 * <th>reason</th>
 * <th>why</th>
 * </tr>
 * <tr>
 * <td>gemini 400, text/event-stream</td>
 * <td>AUTHENTICATION</td>
 * <td>{@code API_KEY_INVALID}: a bad key is a 400 there</td>
 * </tr>
 * <tr>
 * <td>gemini 429</td>
 * <td>RATE_LIMITED, 48 s</td>
 * <td>the text speaks of billing, but the quota is per minute and {@code RetryInfo} gives
 * a wait: the structured detail outranks the prose</td>
 * </tr>
 * <tr>
 * <td>azure-foundry 429</td>
 * <td>RATE_LIMITED, 1 s</td>
 * <td>{@code retry-after-ms: 0} says nothing, {@code retry-after} does</td>
 * </tr>
 * <tr>
 * <td>azure-openai 404</td>
 * <td>MODEL_NOT_FOUND</td>
 * <td>a deployment is the model there</td>
 * </tr>
 * <tr>
 * <td>deepseek, ollama-cloud, openrouter, perplexity 400</td>
 * <td>CONTEXT_TOO_LONG</td>
 * <td>wording or code of the overflow list, whatever the content type</td>
 * </tr>
 * <tr>
 * <td>groq 400 and stream, {@code tool_use_failed}</td>
 * <td>INVALID_REQUEST</td>
 * <td>nothing more precise than the 400 it names itself</td>
 * </tr>
 * <tr>
 * <td>xai 400, {@code invalid-argument}</td>
 * <td>AUTHENTICATION</td>
 * <td>"Incorrect API key": a bad key is a 400 there, too</td>
 * </tr>
 * <tr>
 * <td>openrouter stream, "Token limit reached"</td>
 * <td>INVALID_REQUEST</td>
 * <td>an error beside {@code choices} is an error, code 400, although the chunks before
 * it finished with {@code length}</td>
 * </tr>
 * </table>
 *
 * @param reason whose fault it is
 * @param status the status of the exchange, {@code null} for a failure inside an answer
 * @param retryAfter how long to wait, {@code null} where the service does not tell
 * @param requestId the name of the exchange, {@code null} where there is none
 * @param retryable what the service says about retries, {@code null} where it does not
 */
record ExpectedError(Reason reason, Integer status, Duration retryAfter, String requestId, Boolean retryable) {

	private static final Pattern OVERFLOW = Pattern.compile("context_length_exceeded|context length|context window"
			+ "|maximum context|too many tokens|prompt is too long|prompt too long|input token count"
			+ "|input tokens exceeded|exceeds the maximum|too_many_prompt_tokens", Pattern.CASE_INSENSITIVE);

	private static final Pattern NO_MORE_CREDIT = Pattern
		.compile("insufficient_quota|billing|credit|PerDay|limit: 0\\b|monthly", Pattern.CASE_INSENSITIVE);

	private static final Pattern BAD_KEY = Pattern.compile("API_KEY_INVALID|invalid_api_key|Incorrect API key");

	private static final Pattern NO_MODEL = Pattern.compile("model_not_found|DeploymentNotFound|model",
			Pattern.CASE_INSENSITIVE);

	private static final Map<String, Integer> STATUS_OF_TYPE = Map.of("invalid_request_error", 400,
			"authentication_error", 401, "billing_error", 402, "permission_error", 403, "not_found_error", 404,
			"request_too_large", 413, "rate_limit_error", 429, "api_error", 500, "timeout_error", 504,
			"overloaded_error", 529);

	private static final Map<String, Integer> STATUS_OF_CODE = Map.of("server_error", 500, "rate_limit_exceeded", 429,
			"insufficient_quota", 429);

	private static final List<String> REQUEST_ID_HEADERS = List.of("x-request-id", "request-id");

	private static final List<String> OTHER_REQUEST_ID_HEADERS = List.of("apim-request-id", "x-amzn-requestid",
			"mistral-correlation-id", "x-generation-id", "x-debug-trace-id", "cf-ray");

	/**
	 * Failure told by the status.
	 */
	static ExpectedError of(int status, Map<String, String> headers, String body) {
		JsonNode tree = tree(body);
		return new ExpectedError(reason(status, body), status, wait(headers, tree), requestId(headers, tree),
				headers.containsKey("x-should-retry") ? Boolean.valueOf(headers.get("x-should-retry")) : null);
	}

	/**
	 * Failure told inside an answer.
	 */
	static ExpectedError inBand(JsonNode body, Map<String, String> headers) {
		JsonNode error = body.path("error").isObject() ? body.path("error") : body;
		int status = STATUS_OF_TYPE.getOrDefault(error.path("type").asString(""),
				STATUS_OF_CODE.getOrDefault(error.path("code").asString(""), 500));
		for (String field : List.of("code", "status_code")) {
			if (error.path(field).isInt()) {
				status = error.path(field).asInt();
			}
		}
		return new ExpectedError(reason(status, body.toString()), null, null, requestId(headers, body), null);
	}

	private static Reason reason(int status, String body) {
		if (List.of(400, 413, 429).contains(status) && OVERFLOW.matcher(body).find()) {
			return Reason.CONTEXT_TOO_LONG;
		}
		return switch (status) {
			case 400 -> BAD_KEY.matcher(body).find() ? Reason.AUTHENTICATION : Reason.INVALID_REQUEST;
			case 401, 403 -> Reason.AUTHENTICATION;
			case 402 -> Reason.QUOTA_EXHAUSTED;
			case 404 -> NO_MODEL.matcher(body).find() ? Reason.MODEL_NOT_FOUND : Reason.INVALID_REQUEST;
			case 429 -> (NO_MORE_CREDIT.matcher(body).find() && !body.contains("retryDelay")) ? Reason.QUOTA_EXHAUSTED
					: Reason.RATE_LIMITED;
			case 503, 529 -> Reason.OVERLOADED;
			default -> (status >= 500) ? Reason.SERVER_ERROR : Reason.INVALID_REQUEST;
		};
	}

	private static Duration wait(Map<String, String> headers, JsonNode body) {
		String millis = headers.get("retry-after-ms");
		if (millis != null && Double.parseDouble(millis) > 0) {
			return Duration.ofMillis((long) Double.parseDouble(millis));
		}
		if (headers.containsKey("retry-after")) {
			return seconds(headers.get("retry-after"));
		}
		for (JsonNode detail : body.path("error").path("details").values()) {
			if (detail.has("retryDelay")) {
				return seconds(detail.path("retryDelay").asString().replace("s", ""));
			}
		}
		return null;
	}

	private static Duration seconds(String seconds) {
		return Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValue());
	}

	static String requestId(Map<String, String> headers, JsonNode body) {
		String id = first(REQUEST_ID_HEADERS, headers);
		if (id == null && body.path("request_id").isString()) {
			id = body.path("request_id").asString();
		}
		return (id != null) ? id : first(OTHER_REQUEST_ID_HEADERS, headers);
	}

	private static String first(List<String> names, Map<String, String> headers) {
		return names.stream().map(headers::get).filter((value) -> value != null).findFirst().orElse(null);
	}

	private static JsonNode tree(String body) {
		try {
			return Recording.JSON.readTree(body);
		}
		catch (JacksonException ex) {
			return Recording.JSON.createObjectNode().put("text", body.toLowerCase(Locale.ROOT));
		}
	}

}
