package io.github.llmspring.resilience.limit;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.resilience.limit.Ticket.State;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Provider of vectors that waits in the line of a {@link RateLimitedProvider}.
 */
final class RateLimitedEmbeddings implements EmbeddingProvider {

	private final RateLimitedProvider limits;

	private final EmbeddingProvider provider;

	RateLimitedEmbeddings(RateLimitedProvider limits, EmbeddingProvider provider) {
		this.limits = limits;
		this.provider = provider;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		return Mono.defer(() -> {
			Passage passage = new Passage(request);
			return passage.enter()
				.then(Mono.defer(() -> this.provider.embed(request)))
				.doOnSuccess(passage::answered)
				.doOnError(passage::failed)
				.doOnCancel(passage::givenUp);
		});
	}

	/**
	 * One request on its way through the line.
	 */
	private final class Passage implements Ticket.Holder {

		private final EmbeddingRequest request;

		private final long input;

		private final Ticket ticket;

		private final Sinks.Empty<Void> passed = Sinks.empty();

		Passage(EmbeddingRequest request) {
			RateLimitedProvider limits = RateLimitedEmbeddings.this.limits;
			this.request = request;
			this.input = limits.countsTokens() ? limits.counting().input(request.texts()) : 0;
			this.ticket = new Ticket(this, limits.countsTokens() ? limits.reserved(this.input) : 0);
		}

		Mono<Void> enter() {
			RateLimitedProvider limits = RateLimitedEmbeddings.this.limits;
			State state = limits.line().enter(this.ticket, limits.patience(this.request.deadline()));
			if (state == State.ADMITTED) {
				admitted();
			}
			else if (state == State.REFUSED && this.ticket.refusal != null) {
				refused(this.ticket.refusal);
			}
			return this.passed.asMono();
		}

		@Override
		public void admitted() {
			if (RateLimitedEmbeddings.this.limits.line().begin(this.ticket)) {
				this.passed.tryEmitEmpty();
			}
		}

		@Override
		public void refused(Refusal refusal) {
			this.passed.tryEmitError(RateLimitedEmbeddings.this.limits.refused(this.request.model(), refusal));
		}

		void answered(EmbeddingResponse response) {
			RateLimitedEmbeddings.this.limits.learn(response.rateLimits());
			Long counted = response.inputTokens();
			leave(true, (counted != null) ? counted : this.input);
		}

		void failed(Throwable failure) {
			if (!(failure instanceof LlmException known)) {
				leave(true, this.input);
				return;
			}
			RateLimitedEmbeddings.this.limits.learn(known.rateLimits());
			boolean sent = RateLimitedProvider.wasSent(known);
			boolean read = sent && (known.status() == null || known.status() < 400);
			leave(sent, read ? this.input : 0);
		}

		void givenUp() {
			leave(true, this.input);
		}

		private void leave(boolean sent, long tokens) {
			RateLimitedEmbeddings.this.limits.line().leave(this.ticket, sent, tokens);
		}

	}

}
