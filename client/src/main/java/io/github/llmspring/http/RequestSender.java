package io.github.llmspring.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.HttpCall;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends an encoded call: the bytes go into the request as they are, past the codecs.
 * <p>
 * So do the headers: WebClient would copy them three times, show them to every filter and
 * keep them in its exceptions, and with them the key.
 */
record RequestSender(WebClient client, ProviderSettings settings) {

	/**
	 * Sends a call as soon as its credentials are at hand: at once where they are.
	 */
	Flux<ChatEvent> send(HttpCall call, URI uri, Answering answering) {
		Mono<Authorization> authorization = this.settings.authorization().prepare();
		if (authorization instanceof Fuseable.ScalarCallable<?>) {
			return send(call, uri, answering, Objects.requireNonNull(authorization.block()));
		}
		return authorization.onErrorMap(RuntimeException.class, RequestSender::noCredentials)
			.flatMapMany((granted) -> send(call, uri, answering, granted));
	}

	private Flux<ChatEvent> send(HttpCall call, URI uri, Answering answering, Authorization authorization) {
		answering.credentials().grantedBy(authorization);
		Map<String, String> headers = headers(call, uri, authorization, answering.credentials());
		return this.client.method(HttpMethod.valueOf(call.method())).uri(uri).body((message, context) -> {
			headers.forEach(message.getHeaders()::set);
			return message.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(call.body())));
		}).exchangeToFlux(answering::receive);
	}

	/**
	 * Made before the connection is asked for: it may take time or fail.
	 */
	private Map<String, String> headers(HttpCall call, URI uri, Authorization authorization, Credentials credentials) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
		headers.put(HttpHeaders.CONTENT_LENGTH, Integer.toString(call.body().length));
		headers.putAll(call.headers());
		headers.putAll(this.settings.headers());
		try {
			authorization.authorize(call, uri, (name, value) -> {
				requireSendable(name, value);
				headers.put(name, value);
				credentials.add(value);
			});
		}
		catch (RuntimeException ex) {
			throw noCredentials(ex);
		}
		return headers;
	}

	private static LlmException noCredentials(RuntimeException failure) {
		return (failure instanceof LlmException known) ? known
				: LlmException
					.builder(Reason.AUTHENTICATION, "there are no credentials: " + TransportErrors.describe(failure))
					.cause(failure)
					.build();
	}

	private static void requireSendable(String name, String value) {
		for (int i = 0; i < value.length(); i++) {
			if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
				throw LlmException
					.builder(Reason.AUTHENTICATION,
							"the header " + name + " would hold a character that cannot be sent")
					.advice("Copy the key anew, without quotes, line breaks or typographic characters.")
					.build();
			}
		}
	}

}
