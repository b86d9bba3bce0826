package io.github.llmspring.wire;

import org.jspecify.annotations.Nullable;

/**
 * How a streamed body is cut into the frames that a {@link StreamDecoder} reads.
 */
public enum Framing {

	/**
	 * Server-sent events.
	 */
	SERVER_SENT_EVENTS("text/event-stream"),

	/**
	 * Lines, each of them a JSON object; frames have no name.
	 */
	JSON_LINES("application/x-ndjson"),

	/**
	 * Binary messages with headers, a length and two checksums. A message's type is the
	 * frame's name, with {@code exception:} or {@code error:} before it where the message
	 * reports a failure; the data of an error is its words.
	 */
	BINARY_MESSAGES("application/vnd.amazon.eventstream");

	private final String mediaType;

	Framing(String mediaType) {
		this.mediaType = mediaType;
	}

	/**
	 * Code of the failure that a frame of binary messages reports.
	 * @param name the frame's name, or {@code null}
	 * @return the code, or {@code null} where the frame reports none
	 */
	public static @Nullable String failure(@Nullable String name) {
		int colon = (name != null) ? name.indexOf(':') : -1;
		return (name != null && colon >= 0) ? name.substring(colon + 1) : null;
	}

	/**
	 * Type of the content that such a body declares.
	 * @return the media type in lower case
	 */
	public String mediaType() {
		return this.mediaType;
	}

}
