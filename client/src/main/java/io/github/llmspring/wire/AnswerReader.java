package io.github.llmspring.wire;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import tools.jackson.core.JsonParser;

/**
 * Reads the JSON objects of one answer: a single one that holds it all, or the frames of
 * a stream.
 */
public interface AnswerReader {

	/**
	 * Whether a frame's data is the mark that ends the stream instead of JSON.
	 * @param bytes a buffer that holds the data
	 * @param from index of the first byte
	 * @param to index after the last byte
	 * @return whether it is the end mark
	 */
	default boolean isEndMark(byte[] bytes, int from, int to) {
		return false;
	}

	/**
	 * Says what was held back, as the stream has its end mark.
	 * @param events takes what is said
	 */
	default void end(Consumer<ChatEvent> events) {
	}

	/**
	 * Reads one object.
	 * @param parser the parser, standing on the start of the object; to be left on its
	 * end
	 * @param events takes what the object says
	 * @throws ErrorReported if the object is the report of an error
	 */
	void read(JsonParser parser, Consumer<ChatEvent> events);

	/**
	 * Whether anything read so far was part of an answer.
	 * @return whether there is an answer
	 */
	boolean begun();

	/**
	 * Whether the answer is complete.
	 * @return whether the stream may end here
	 */
	boolean ended();

	/**
	 * The answer so far.
	 * @return the answer
	 */
	ChatResponse response();

	/**
	 * Signals that an object reports an error instead of being part of an answer; caught
	 * where the whole object is at hand and turned into an {@link LlmException}.
	 */
	final class ErrorReported extends RuntimeException {

		/**
		 * The one instance: it carries nothing.
		 */
		public static final ErrorReported INSTANCE = new ErrorReported();

		private ErrorReported() {
			super("error reported in the answer", null, false, false);
		}

	}

}
