package io.github.llmspring.entity;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.schema.InvalidJsonException;
import tools.jackson.databind.JsonNode;

/**
 * What an answer that fits says.
 *
 * @param document the answer in JSON
 * @param value the value
 */
record EntityAnswer<T>(JsonNode document, T value) {

	/**
	 * What an answer says.
	 * @param form the form it has been found to have, unless it is withheld
	 * @param request what was asked
	 * @param answer the answer
	 * @return what it says
	 * @throws LlmException if the answer is withheld
	 */
	static <T> EntityAnswer<T> of(EntityForm<T> form, ChatRequest request, ChatResponse answer) {
		LlmException.Builder withheld = Withheld.failure(request, answer);
		if (withheld != null) {
			throw Withheld.of(answer, withheld);
		}
		try {
			JsonNode document = form.read(answer);
			return new EntityAnswer<>(document, form.bind(document));
		}
		catch (InvalidJsonException ex) {
			throw new IllegalStateException("An answer was found to fit and does not", ex);
		}
	}

}
