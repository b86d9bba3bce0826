package io.github.llmspring.http;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.Framing;
import org.jspecify.annotations.Nullable;

/**
 * What comes in place of an answer although no status reports an error.
 */
final class NoAnswer {

	private NoAnswer() {
	}

	static LlmException redirected(int status, @Nullable String location) {
		String where = (location == null) ? "" : " to " + location.split("[?#]", 2)[0];
		return LlmException
			.builder(Reason.INVALID_REQUEST,
					"the service redirects" + where + ", which is not followed: it would get the key")
			.status(status)
			.advice("Set the provider's base-url to the address that answers itself.")
			.build();
	}

	static LlmException webPage() {
		return LlmException
			.builder(Reason.MALFORMED_RESPONSE, "the service answered with a web page, as a wrong address does")
			.advice("Check the provider's base-url.")
			.build();
	}

	static LlmException empty() {
		return LlmException.of(Reason.MALFORMED_RESPONSE, "the answer is empty");
	}

	/**
	 * A stream that ended without any event.
	 * @param framing how its events would have been framed
	 * @param contentType what the answer called itself
	 * @param empty whether there was nothing in it
	 */
	static LlmException withoutEvents(Framing framing, String contentType, boolean empty) {
		if (contentType.startsWith(framing.mediaType())) {
			return LlmException.of(Reason.STREAM_TRUNCATED, "the stream ended before it began");
		}
		return empty ? empty() : LlmException.of(Reason.MALFORMED_RESPONSE, "the answer holds no events; "
				+ (contentType.isEmpty() ? "it has no content type" : "its content type is '" + contentType + "'"));
	}

	static LlmException tooLarge(int limit) {
		return tooLarge("the answer", limit, "response", "answers");
	}

	static LlmException streamTooLarge(long limit) {
		return tooLarge("the stream", limit, "stream", "streams");
	}

	static LlmException eventTooLarge(int limit) {
		return tooLarge("an event of the stream", limit, "event", "events");
	}

	private static LlmException tooLarge(String what, long limit, String property, String such) {
		return LlmException.builder(Reason.MALFORMED_RESPONSE, what + " is larger than " + limit + " bytes")
			.advice("Raise limits." + property + " if the service really sends such " + such + ".")
			.build();
	}

}
