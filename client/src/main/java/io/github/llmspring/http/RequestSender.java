package io.github.llmspring.http;

import java.net.URI;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.wire.HttpCall;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends an encoded call: the bytes go into the request as they are, past the codecs.
 */
record RequestSender(WebClient client, ProviderSettings settings) {

	Flux<ChatEvent> send(HttpCall call, URI uri, Answering answering) {
		return this.client.method(HttpMethod.valueOf(call.method()))
			.uri(uri)
			.headers((headers) -> headers(headers, call, uri))
			.body((message, context) -> message
				.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(call.body()))))
			.exchangeToFlux(answering::receive);
	}

	private void headers(HttpHeaders headers, HttpCall call, URI uri) {
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.setContentLength(call.body().length);
		call.headers().forEach(headers::set);
		this.settings.headers().forEach(headers::set);
		this.settings.authorization().authorize(call, uri, headers::set);
	}

}
