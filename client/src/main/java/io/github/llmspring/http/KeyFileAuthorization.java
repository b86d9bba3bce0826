package io.github.llmspring.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.BiConsumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.HttpCall;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Authorization with the key in a file that may be replaced while the application runs.
 */
final class KeyFileAuthorization implements Authorization {

	private final KeyFile file;

	private final Authorization sent;

	private KeyFileAuthorization(KeyFile file, Authorization sent) {
		this.file = file;
		this.sent = sent;
	}

	static KeyFileAuthorization of(Path path, Preset.Key form) {
		KeyFile file = new KeyFile(path, System::nanoTime);
		return new KeyFileAuthorization(file, form.authorization(file::key));
	}

	@Override
	public Mono<Authorization> prepare() {
		return this.file.isDue() ? Mono.fromSupplier(this::looked).subscribeOn(Schedulers.boundedElastic())
				: Mono.just(this);
	}

	private Authorization looked() {
		this.file.look();
		return this;
	}

	@Override
	public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
		this.sent.authorize(call, uri, headers);
	}

	/**
	 * A key that is refused may have been replaced just now.
	 */
	@Override
	public LlmException failed(LlmException failure) {
		if (failure.reason() == Reason.AUTHENTICATION) {
			this.file.lookSoon();
		}
		return failure;
	}

}
