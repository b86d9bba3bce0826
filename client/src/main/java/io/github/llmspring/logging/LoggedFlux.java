package io.github.llmspring.logging;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.events.PassingSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

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

	private static final class Listener extends PassingSubscriber {

		private final ChatCall call;

		private boolean begun;

		Listener(CoreSubscriber<? super ChatEvent> actual, ChatCall call) {
			super(actual);
			this.call = call;
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
			super.onNext(event);
		}

		@Override
		public void onError(Throwable failure) {
			this.call.failed(failure);
			super.onError(failure);
		}

		@Override
		public void onComplete() {
			this.call.cancelled();
			super.onComplete();
		}

		@Override
		public void cancel() {
			this.call.cancelled();
			super.cancel();
		}

	}

}
