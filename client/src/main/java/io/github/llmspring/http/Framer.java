package io.github.llmspring.http;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts the bytes of a stream into frames.
 * <p>
 * Used by one thread at a time: add bytes, then take frames until there is none.
 */
interface Framer {

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
