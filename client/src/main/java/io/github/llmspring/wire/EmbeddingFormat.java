package io.github.llmspring.wire;

import java.util.Set;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;

/**
 * How one family of services writes requests for vectors and their answers.
 * <p>
 * Pure, as a {@link WireFormat} is.
 */
public interface EmbeddingFormat {

	/**
	 * Name of the format as written in a preset.
	 * @return the id
	 */
	String id();

	/**
	 * Wire formats whose services write embeddings this way unless a preset says
	 * otherwise.
	 * @return their ids
	 */
	Set<String> wireFormats();

	/**
	 * Most texts of one request where the dialect says nothing.
	 * @param model the model
	 * @return the number, at least 1
	 */
	int batchSize(String model);

	/**
	 * Where requests are sent to.
	 * @param dialect how the service deviates from the format
	 * @return the paths of calls as those of a {@link WireFormat#paths wire format}
	 */
	Set<String> paths(Dialect dialect);

	/**
	 * Writes a request.
	 * @param request the request, its model resolved, with no more texts than fit
	 * @param dialect how the model deviates from the format
	 * @return the call to make
	 */
	HttpCall encode(EmbeddingRequest request, Dialect dialect);

	/**
	 * Reads an answer.
	 * @param body the body of a successful answer
	 * @param headers the headers of the answer
	 * @param request what was asked
	 * @param dialect how the model deviates from the format
	 * @return the vectors, one for each text
	 * @throws LlmException if the body is no answer
	 */
	EmbeddingResponse decode(byte[] body, Headers headers, EmbeddingRequest request, Dialect dialect);

}
