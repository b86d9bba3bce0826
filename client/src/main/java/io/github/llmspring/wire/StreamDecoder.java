package io.github.llmspring.wire;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one streamed answer, frame by frame.
 * <p>
 * Used by one thread at a time and closed once.
 */
public interface StreamDecoder extends AutoCloseable {

	/**
	 * Reads the next frame of the stream.
	 * @param name the frame's event name, or {@code null} where it has none
	 * @param bytes a buffer that holds the frame's data; only valid during the call
	 * @param from index of the first byte of the data
	 * @param to index after the last byte of the data
	 * @param events takes what the frame says, content only and never
	 * {@link ChatEvent.Completed}
	 * @throws LlmException if the frame reports an error or cannot be read
	 */
	void event(@Nullable String name, byte[] bytes, int from, int to, Consumer<ChatEvent> events);

	/**
	 * Whether the answer is complete, so that the stream may end here.
	 * @return {@code false} while an end of the stream would cut the answer
	 */
	boolean ended();

	/**
	 * The answer so far; the whole answer once the stream has {@link #ended() ended}.
	 * @return the answer
	 */
	ChatResponse response();

	@Override
	void close();

}
