package io.github.llmspring.wire;

import java.util.regex.Pattern;

import io.github.llmspring.LlmException.Reason;

/**
 * Which reason an error has, by its status and by the words and codes in it.
 * <p>
 * The words are those that services were seen to use; where status and words disagree,
 * the words are more exact.
 */
final class ErrorRules {

	private static final Pattern CONTEXT = words("context_length_exceeded|context length|context window|maximum context"
			+ "|too many tokens|too_many_tokens|prompt is too long|prompt too long|input token count"
			+ "|input tokens exceeded|exceeds the maximum|too_many_prompt_tokens|total length of all messages"
			+ "|context[ _]size|input is too long");

	private static final Pattern AUTHENTICATION = words("invalid_api_key|api_key_invalid|api key not valid"
			+ "|(incorrect|invalid|missing) api[ _-]?key|authentication_error|unauthenticated");

	private static final Pattern QUOTA = words(
			"insufficient_quota|servicequotaexceeded|billing_error|insufficient balance"
					+ "|credit balance|per_?day|limit: 0\\b|monthly");

	private static final Pattern UNPAID = words("billing|credit");

	/**
	 * What a service says of a limit per minute, often beside an advertisement for a
	 * larger plan.
	 */
	private static final Pattern TOO_FAST = words("rate_limit|rate limit reached");

	/**
	 * What a service says of tokens per minute and not of one request's.
	 */
	private static final Pattern TOKENS_TOO_FAST = words("too many tokens, please wait");

	private static final Pattern CONTENT = words(
			"content_filter|responsibleaipolicyviolation" + "|content_policy_violation");

	private static final Pattern MODEL = words("model_not_found|deploymentnotfound|not_found_error|model|deployment");

	private static final Pattern NOT_FOUND = words("not_found");

	private static final Pattern RATE = words("rate_limit|ratelimit|too_many_requests|resource_exhausted|throttling");

	private static final Pattern OVERLOAD = words("overloaded|unavailable|capacity_exceeded|service_unavailable");

	private static final Pattern REQUEST = words("\\binvalid[_-]|validation|request_too_large|vector_store_timeout"
			+ "|\\bimage_|unsupported_image|empty_image|failed_to_download");

	private static final Pattern PERMISSION = words("permission|forbidden");

	private ErrorRules() {
	}

	private static Pattern words(String alternatives) {
		return Pattern.compile(alternatives, Pattern.CASE_INSENSITIVE);
	}

	/**
	 * Reason of an error.
	 * @param status the HTTP status, or the status that matches the service's code
	 * @param text the service's codes and words
	 * @param waitHint whether the service says how long to wait, so that waiting helps
	 * @return the reason
	 */
	static Reason reason(int status, String text, boolean waitHint) {
		boolean refused = status == 400 || status == 413 || status == 422
				|| (status == 429 && !TOKENS_TOO_FAST.matcher(text).find());
		if (refused && CONTEXT.matcher(text).find()) {
			return Reason.CONTEXT_TOO_LONG;
		}
		if (status == 400 && AUTHENTICATION.matcher(text).find()) {
			return Reason.AUTHENTICATION;
		}
		if (status == 429) {
			boolean waitingHelps = waitHint || TOO_FAST.matcher(text).find();
			boolean quota = QUOTA.matcher(text).find() || (!waitingHelps && UNPAID.matcher(text).find());
			return quota ? Reason.QUOTA_EXHAUSTED : Reason.RATE_LIMITED;
		}
		if ((status == 400 || status == 403) && CONTENT.matcher(text).find()) {
			return Reason.CONTENT_FILTERED;
		}
		if ((status == 400 || status == 403) && QUOTA.matcher(text).find()) {
			return Reason.QUOTA_EXHAUSTED;
		}
		if (status == 400 && text.contains("model_not_found")) {
			return Reason.MODEL_NOT_FOUND;
		}
		return switch (status) {
			case 401, 403 -> Reason.AUTHENTICATION;
			case 402 -> Reason.QUOTA_EXHAUSTED;
			case 404 -> MODEL.matcher(text).find() ? Reason.MODEL_NOT_FOUND : Reason.INVALID_REQUEST;
			case 498, 503, 529 -> Reason.OVERLOADED;
			case 408, 409, 424 -> Reason.SERVER_ERROR;
			default -> (status >= 500) ? Reason.SERVER_ERROR : Reason.INVALID_REQUEST;
		};
	}

	/**
	 * Status that an error without one would have had.
	 * @param code the service's codes
	 * @param words the service's words
	 * @return the status, 500 where neither says anything
	 */
	static int statusOf(String code, String words) {
		if (RATE.matcher(code).find() || QUOTA.matcher(code).find()) {
			return 429;
		}
		if (OVERLOAD.matcher(code).find()) {
			return 529;
		}
		if (AUTHENTICATION.matcher(code).find() || PERMISSION.matcher(code).find()) {
			return 401;
		}
		if (NOT_FOUND.matcher(code).find()) {
			return 404;
		}
		boolean request = REQUEST.matcher(code).find() || CONTENT.matcher(code).find()
				|| CONTEXT.matcher(code + " " + words).find();
		return request ? 400 : 500;
	}

}
