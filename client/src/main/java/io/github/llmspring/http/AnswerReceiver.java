package io.github.llmspring.http;

import reactor.core.publisher.Flux;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Whoever reads the answer of a call.
 *
 * @param <T> what it is read as
 */
interface AnswerReceiver<T> {

	/**
	 * Credentials that the call is sent with, to be kept out of what is told about it.
	 */
	Credentials credentials();

	/**
	 * Reads the answer.
	 */
	Flux<T> receive(ClientResponse response);

}
