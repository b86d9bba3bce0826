package io.github.llmspring.resilience.limit;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.resilience.limit.Ticket.State;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call that is sent when the limits let it pass. An event passes without an object
 * being made.
 */
final class LimitedFlux extends Flux<ChatEvent> {

	private final RateLimitedProvider limited;

	private final ChatRequest request;

	LimitedFlux(RateLimitedProvider limited, ChatRequest request) {
		this.limited = limited;
		this.request = request;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		LimitedCall call = new LimitedCall(this.limited, this.request, actual);
		actual.onSubscribe(call);
		call.enter();
	}

	private static final class LimitedCall extends Operators.DeferredSubscription
			implements CoreSubscriber<ChatEvent>, Ticket.Holder {

		private final RateLimitedProvider limited;

		private final ChatRequest request;

		private final CoreSubscriber<? super ChatEvent> actual;

		private final long input;

		private final Ticket ticket;

		/**
		 * Not volatile, since that would cost as much as everything else for an event:
		 * whoever cancels on another thread may count a piece less.
		 */
		private int characters;

		private volatile @Nullable ChatResponse answer;

		LimitedCall(RateLimitedProvider limited, ChatRequest request, CoreSubscriber<? super ChatEvent> actual) {
			this.limited = limited;
			this.request = request;
			this.actual = actual;
			this.input = limited.countsTokens() ? limited.counting().input(request) : 0;
			this.ticket = new Ticket(this, limited.countsTokens()
					? limited.reserved(this.input + limited.counting().output(request.options())) : 0);
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		void enter() {
			State state = this.limited.line().enter(this.ticket, this.limited.patience(this.request.deadline()));
			if (state == State.ADMITTED) {
				admitted();
			}
			else if (state == State.REFUSED && this.ticket.refusal != null) {
				refused(this.ticket.refusal);
			}
		}

		@Override
		public void admitted() {
			if (!this.limited.line().begin(this.ticket)) {
				return;
			}
			Flux<ChatEvent> events;
			try {
				events = this.limited.provider().send(this.request);
			}
			catch (RuntimeException ex) {
				onError(ex);
				return;
			}
			events.subscribe(this);
		}

		@Override
		public void refused(Refusal refusal) {
			if (!isCancelled()) {
				this.actual.onError(this.limited.refused(this.request.model(), refusal));
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			set(subscription);
		}

		@Override
		public void onNext(ChatEvent event) {
			if (event instanceof ChatEvent.Completed completed) {
				this.answer = completed.response();
			}
			else if (this.limited.countsTokens()) {
				this.characters += TokenCount.characters(event);
			}
			this.actual.onNext(event);
		}

		@Override
		public void onComplete() {
			leave();
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable failure) {
			if (failure instanceof LlmException known) {
				this.limited.learn(known.rateLimits());
				this.limited.line().leave(this.ticket, RateLimitedProvider.wasSent(known), used(known));
			}
			else {
				leave();
			}
			this.actual.onError(failure);
		}

		@Override
		public void cancel() {
			super.cancel();
			leave();
		}

		private void leave() {
			ChatResponse response = this.answer;
			if (response != null) {
				this.limited.learn(response.rateLimits());
			}
			this.limited.line()
				.leave(this.ticket, true,
						(response != null) ? this.limited.counting().used(this.input, response) : soFar());
		}

		/**
		 * Tokens of a call that was given up: of a stream what had come, since the
		 * service stops when the connection closes; of a whole answer nobody can tell.
		 */
		private long soFar() {
			return this.request.streaming() ? this.input + TokenCount.text(this.characters) : this.ticket.tokens();
		}

		private long used(LlmException failure) {
			if (!RateLimitedProvider.wasSent(failure) || (failure.status() != null && failure.status() >= 400)) {
				return 0;
			}
			ChatResponse partial = failure.partial();
			return (partial != null) ? this.limited.counting().used(this.input, partial) : soFar();
		}

	}

}
