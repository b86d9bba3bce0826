package io.github.llmspring.http;

import java.net.URI;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.HttpCall;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Authorization that takes time to get and expires, such as one with a token.
 */
final class RefreshedAuthorization implements Authorization {

	private final Refreshed<Authorization> current;

	RefreshedAuthorization(Callable<Expiring<Authorization>> source, Scheduler scheduler) {
		this.current = new Refreshed<>(() -> {
			Expiring<Authorization> got = source.call();
			return new Expiring<>(new Granted(got.value()), got.expiresAt());
		}, scheduler);
	}

	@Override
	public Mono<Authorization> prepare() {
		return this.current.get();
	}

	@Override
	public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
		throw new IllegalStateException("Must be prepared for each exchange");
	}

	/**
	 * Authorization of the exchanges until it expires or is refused: it may be withdrawn
	 * before its time.
	 */
	private final class Granted implements Authorization {

		private final Authorization actual;

		private Granted(Authorization actual) {
			this.actual = actual;
		}

		@Override
		public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
			this.actual.authorize(call, uri, headers);
		}

		@Override
		public LlmException failed(LlmException failure) {
			if (failure.reason() == Reason.AUTHENTICATION) {
				RefreshedAuthorization.this.current.forget(this);
			}
			return this.actual.failed(failure);
		}

	}

}
