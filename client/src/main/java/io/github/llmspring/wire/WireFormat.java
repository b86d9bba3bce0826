package io.github.llmspring.wire;

import java.util.Set;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;

/**
 * How one family of services writes requests and answers.
 * <p>
 * Pure: no I/O, no clock, no logger, no state between calls. Found through
 * {@link java.util.ServiceLoader}, so that a new format is a package and one line in
 * {@code META-INF/services}.
 */
public interface WireFormat {

	/**
	 * Name of the format as written in configuration, such as {@code openai-chat}.
	 * @return the id
	 */
	String id();

	/**
	 * How the format's streams are cut into frames.
	 * @return the framing
	 */
	default Framing framing() {
		return Framing.SERVER_SENT_EVENTS;
	}

	/**
	 * Where requests are sent to. Who is given such a path as the end of an address knows
	 * that it is not part of it.
	 * @param dialect how the service deviates from the format
	 * @return the paths of calls, relative to the address and without a query;
	 * {@code {model}} in one stands for the model's name
	 */
	default Set<String> paths(Dialect dialect) {
		return Set.of();
	}

	/**
	 * Writes a request.
	 * @param request the request, its model resolved
	 * @param dialect how the service deviates from the format
	 * @return the call to make
	 * @throws LlmException with reason {@code UNSUPPORTED} or {@code INVALID_REQUEST} if
	 * the request cannot be written in this format
	 */
	HttpCall encode(ChatRequest request, Dialect dialect);

	/**
	 * Reads a whole answer.
	 * @param body the body of a successful answer
	 * @param headers the headers of the answer
	 * @param dialect how the service deviates from the format
	 * @return the answer
	 * @throws LlmException if the body is no answer
	 */
	ChatResponse decode(byte[] body, Headers headers, Dialect dialect);

	/**
	 * Begins to read a streamed answer.
	 * @param dialect how the service deviates from the format
	 * @return a decoder for one stream
	 */
	StreamDecoder decoder(Dialect dialect);

	/**
	 * Reads an answer that reports an error.
	 * @param status the HTTP status, 400 or above
	 * @param headers the headers of the answer
	 * @param body the body, possibly empty or not of this format
	 * @return what went wrong
	 */
	LlmException error(int status, Headers headers, byte[] body);

}
