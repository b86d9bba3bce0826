package io.github.llmspring.logging;

import java.util.function.Supplier;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import reactor.core.publisher.Mono;

/**
 * Provider of vectors that logs each call, however it ends, once. Neither texts nor
 * vectors are logged.
 */
public final class LoggedEmbeddings implements EmbeddingProvider {

	private final String id;

	private final EmbeddingProvider provider;

	private final CallLogging logging;

	/**
	 * Log of what is asked of a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param logging how calls are logged
	 */
	public LoggedEmbeddings(String id, EmbeddingProvider provider, CallLogging logging) {
		this.id = id;
		this.provider = provider;
		this.logging = logging;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		Mono<EmbeddingResponse> vectors = this.provider.embed(request);
		if (!Entry.isWanted()) {
			return vectors;
		}
		return Mono.deferContextual((context) -> {
			Call call = new Call(this.logging, "embeddings", Call.address(this.id, request.model()), context);
			return vectors.doOnSuccess((response) -> answered(call, request, response))
				.doOnError((failure) -> write(call, request, () -> call.failure(failure)))
				.doOnCancel(() -> write(call, request, () -> call.entry("cancelled", null, null)));
		});
	}

	private static void answered(Call call, EmbeddingRequest request, EmbeddingResponse response) {
		write(call, request,
				() -> call.answered(response.provider(), request.model(), response.model(), null)
					.usage(response.usage())
					.cost(response.cost())
					.attempts(response.attempts())
					.warnings(response.warnings()));
	}

	private static void write(Call call, EmbeddingRequest request, Supplier<Entry> entry) {
		if (call.end()) {
			call.write(entry.get().redacted(Fields.TEXTS, request.texts().size()).tags(request.options().tags()));
		}
	}

}
