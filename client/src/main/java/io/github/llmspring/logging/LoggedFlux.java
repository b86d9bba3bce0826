package io.github.llmspring.logging;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Events of an answer, whose end is logged.
 */
final class LoggedFlux extends Flux<ChatEvent> {

	private final Flux<ChatEvent> source;

	private final ChatRequest request;

	private final CallLogging logging;

	LoggedFlux(Flux<ChatEvent> source, ChatRequest request, CallLogging logging) {
		this.source = source;
		this.request = request;
		this.logging = logging;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		this.source.subscribe(new Listener(actual, new ChatCall(this.request, this.logging, actual.currentContext())));
	}

	private static final class Listener implements CoreSubscriber<ChatEvent>, Subscription {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final ChatCall call;

		private @Nullable Subscription upstream;

		private boolean begun;

		Listener(CoreSubscriber<? super ChatEvent> actual, ChatCall call) {
			this.actual = actual;
			this.call = call;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.upstream, subscription)) {
				this.upstream = subscription;
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(ChatEvent event) {
			if (!this.begun) {
				this.begun = true;
				this.call.began();
			}
			if (event instanceof ChatEvent.Completed completed) {
				// whoever wants one event only cancels now
				this.call.answered(completed.response());
			}
			this.actual.onNext(event);
		}

		@Override
		public void onError(Throwable failure) {
			this.call.failed(failure);
			this.actual.onError(failure);
		}

		@Override
		public void onComplete() {
			this.call.cancelled();
			this.actual.onComplete();
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.request(count);
			}
		}

		@Override
		public void cancel() {
			this.call.cancelled();
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
