package io.github.llmspring.health;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.events.PassingSubscriber;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * Events of an exchange, where the candidate's breaker lets it through.
 */
final class GuardedFlux extends Flux<ChatEvent> {

	private final ChatProvider provider;

	private final ChatRequest request;

	private final CandidateHealth health;

	private final String id;

	private final Candidate.Beginning beginning;

	GuardedFlux(ChatProvider provider, ChatRequest request, CandidateHealth health, String id,
			Candidate.Beginning beginning) {
		this.provider = provider;
		this.request = request;
		this.health = health;
		this.id = id;
		this.beginning = beginning;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		CandidateCall call;
		try {
			call = this.health.begin(new ModelAddress(this.id, this.request.model()), this.request.streaming(),
					this.beginning);
		}
		catch (LlmException refusal) {
			Operators.error(actual, refusal);
			return;
		}
		Flux<ChatEvent> source;
		try {
			source = this.provider.send(this.request);
		}
		catch (RuntimeException ex) {
			call.failed(ex);
			Operators.error(actual, ex);
			return;
		}
		source.subscribe(new Guard(actual, call));
	}

	private static final class Guard extends PassingSubscriber {

		private final CandidateCall call;

		private boolean begun;

		Guard(CoreSubscriber<? super ChatEvent> actual, CandidateCall call) {
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
			this.call.answered();
			super.onComplete();
		}

		@Override
		public void cancel() {
			this.call.abandoned();
			super.cancel();
		}

	}

}
