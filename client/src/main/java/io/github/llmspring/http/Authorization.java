package io.github.llmspring.http;

import java.net.URI;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.llmspring.Secret;
import io.github.llmspring.wire.HttpCall;

/**
 * How a request proves who sends it.
 */
@FunctionalInterface
public interface Authorization {

	/**
	 * Adds the headers that prove who sends a call.
	 * @param call the call
	 * @param uri where it goes
	 * @param headers takes names and values of headers
	 */
	void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers);

	/**
	 * The key as a bearer token; nothing while the key is absent.
	 * @param key gives the key of the moment
	 * @return the authorization
	 */
	static Authorization bearer(Supplier<Secret> key) {
		return (call, uri, headers) -> {
			Secret secret = key.get();
			if (!secret.isEmpty()) {
				headers.accept("Authorization", "Bearer " + secret.reveal());
			}
		};
	}

	/**
	 * The key in a header of its own; nothing while the key is absent.
	 * @param name the header's name
	 * @param key gives the key of the moment
	 * @return the authorization
	 */
	static Authorization header(String name, Supplier<Secret> key) {
		return (call, uri, headers) -> {
			Secret secret = key.get();
			if (!secret.isEmpty()) {
				headers.accept(name, secret.reveal());
			}
		};
	}

}
