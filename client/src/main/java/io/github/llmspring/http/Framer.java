package io.github.llmspring.http;

import io.github.llmspring.wire.Framing;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts the bytes of a stream into frames.
 * <p>
 * Used by one thread at a time: add bytes, then take frames until there is none.
 */
interface Framer {

	/**
	 * Framer of one stream.
	 * @param framing how the stream is cut
	 * @param maxEvent the most bytes of one event
	 * @return the framer
	 */
	static Framer of(Framing framing, int maxEvent) {
		return switch (framing) {
			case SERVER_SENT_EVENTS -> new ServerSentEventFramer(maxEvent);
			case JSON_LINES -> new JsonLineFramer(maxEvent);
			case BINARY_MESSAGES -> new BinaryMessageFramer(maxEvent);
		};
	}

	/**
	 * Whether a byte that would begin a document begins a stream here.
	 * @param first the first byte of the body, blanks aside
	 * @return {@code false} where the byte does not tell
	 */
	default boolean beginsWith(byte first) {
		return false;
	}

	/**
	 * Adds bytes; invalidates the current frame.
	 * @param buffer the bytes, copied and not released
	 */
	void add(DataBuffer buffer);

	/**
	 * Moves on to the next complete frame.
	 * @return whether there is one
	 */
	boolean next();

	/**
	 * Moves on to what is complete at the end of the stream although no frame follows.
	 * @return whether there is one
	 */
	boolean last();

	/**
	 * Name of the current frame.
	 * @return the name or {@code null}
	 */
	@Nullable String name();

	/**
	 * Buffer that holds the current frame's data.
	 * @return the buffer
	 */
	byte[] bytes();

	/**
	 * Index of the first byte of the data.
	 * @return the index
	 */
	int from();

	/**
	 * Index after the last byte of the data.
	 * @return the index
	 */
	int to();

}
