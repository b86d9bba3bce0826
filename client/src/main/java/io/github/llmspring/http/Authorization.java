package io.github.llmspring.http;

import java.net.URI;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.llmspring.LlmException;
import io.github.llmspring.Secret;
import io.github.llmspring.wire.HttpCall;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * How a request proves who sends it.
 * <p>
 * What takes time, such as reading a file or asking for a token, belongs into
 * {@link #prepare()} and off the subscriber's thread, which may be that of an event loop.
 */
@FunctionalInterface
public interface Authorization {

	/**
	 * Adds the headers that prove who sends a call; takes no time.
	 * @param call the call
	 * @param uri where it goes
	 * @param headers takes names and values of headers
	 */
	void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers);

	/**
	 * Gets ready what the next exchange needs.
	 * @return the authorization of that one exchange, as soon as it is at hand
	 */
	default Mono<Authorization> prepare() {
		return Mono.just(this);
	}

	/**
	 * Takes note of how an exchange failed, so that the next one may do better.
	 * @param failure what became of the exchange
	 * @return the failure to report, such as one that says to try again at once
	 */
	default LlmException failed(LlmException failure) {
		return failure;
	}

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

	/**
	 * A bearer token that is got anew before it expires.
	 * @param source gets a token; it may block, and is called by one thread at a time
	 * @return the authorization
	 */
	static Authorization token(Callable<Expiring<Secret>> source) {
		return refreshed(() -> {
			Expiring<Secret> token = source.call();
			return new Expiring<>(bearer(token::value), token.expiresAt());
		});
	}

	/**
	 * An authorization that takes time to get and is got anew before it expires. While
	 * one is good no exchange waits for the next.
	 * @param source gets an authorization; it may block, and is called by one thread at a
	 * time
	 * @return the authorization
	 */
	static Authorization refreshed(Callable<Expiring<Authorization>> source) {
		return new RefreshedAuthorization(source, Schedulers.boundedElastic());
	}

}
