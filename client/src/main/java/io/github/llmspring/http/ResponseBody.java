package io.github.llmspring.http;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * The way to the body of an answer past WebClient's own, which describes the request in
 * words, once for each answer, and adds an operator to say them where a body fails.
 */
final class ResponseBody {

	private ResponseBody() {
	}

	/**
	 * The buffers of an answer as the connection gives them.
	 */
	static Flux<DataBuffer> buffers(ClientResponse response) {
		return response.body((message, context) -> new Bare(message)).message().getBody();
	}

	/**
	 * Cancels the body of an answer that came when nobody wanted it any more, and its
	 * connection with it. Where the answer had not come yet, the connector has done so
	 * already, and to ask for the body is an error.
	 * @param response the answer
	 */
	static void abandon(ClientResponse response) {
		buffers(response).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.cancel();
			}

			@Override
			protected void hookOnError(Throwable alreadyReleased) {
			}

		});
	}

	private record Bare(ClientHttpResponse message) {
	}

}
