package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.function.BiConsumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.wire.HttpCall;
import reactor.core.publisher.Mono;

/**
 * In place of credentials that are not there: every call tells why.
 *
 * @param failure what to tell
 */
record NoAuthorization(LlmException failure) implements Authorization {

	@Override
	public Mono<Authorization> prepare() {
		return Mono.error(() -> this.failure.toBuilder().build());
	}

	@Override
	public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
		throw this.failure;
	}

}
