package io.github.llmspring;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The whole answer that events end with.
 */
final class AnswerMono extends Mono<ChatResponse> {

	private final Flux<ChatEvent> events;

	AnswerMono(Flux<ChatEvent> events) {
		this.events = events;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatResponse> actual) {
		this.events.subscribe(new Reader(actual));
	}

	private static final class Reader implements CoreSubscriber<ChatEvent>, Subscription {

		private final CoreSubscriber<? super ChatResponse> actual;

		private @Nullable Subscription events;

		private @Nullable ChatResponse answer;

		Reader(CoreSubscriber<? super ChatResponse> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.events, subscription)) {
				this.events = subscription;
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(ChatEvent event) {
			if (event instanceof ChatEvent.Completed completed) {
				this.answer = completed.response();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.actual.onError(failure);
		}

		@Override
		public void onComplete() {
			ChatResponse whole = this.answer;
			if (whole == null) {
				this.actual.onError(new IllegalStateException(
						"The events ended without a ChatEvent.Completed, which every ChatProvider has to end with"));
				return;
			}
			this.actual.onNext(whole);
			this.actual.onComplete();
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.events;
			if (subscription != null && Operators.validate(count)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void cancel() {
			Subscription subscription = this.events;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
