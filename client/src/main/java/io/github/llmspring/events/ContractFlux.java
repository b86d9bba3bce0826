package io.github.llmspring.events;

import java.util.Objects;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * Events of a provider that is held to its contract. An event of content passes without
 * an object being made.
 */
final class ContractFlux extends Flux<ChatEvent> {

	private final String id;

	private final ChatProvider provider;

	private final ChatRequest request;

	ContractFlux(String id, ChatProvider provider, ChatRequest request) {
		this.id = id;
		this.provider = provider;
		this.request = request;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		Flux<ChatEvent> events;
		try {
			events = Objects.requireNonNull(this.provider.send(this.request), "send(..) gave null");
		}
		catch (RuntimeException ex) {
			Operators.error(actual, ForeignFailure.of(ex, this.id, this.request.model()));
			return;
		}
		events.subscribe(new Exchange(actual));
	}

	private final class Exchange extends PassingSubscriber {

		private boolean whole;

		Exchange(CoreSubscriber<? super ChatEvent> actual) {
			super(actual);
		}

		@Override
		public void onNext(ChatEvent event) {
			if (event instanceof ChatEvent.Completed completed) {
				this.whole = true;
				super.onNext(named(completed));
				return;
			}
			super.onNext(event);
		}

		private ChatEvent named(ChatEvent.Completed completed) {
			ChatResponse answer = completed.response();
			String model = (answer.model() != null) ? answer.model() : ContractFlux.this.request.model();
			if (answer.provider() != null && Objects.equals(model, answer.model())) {
				return completed;
			}
			String provider = (answer.provider() != null) ? answer.provider() : ContractFlux.this.id;
			return new ChatEvent.Completed(answer.toBuilder().provider(provider).model(model).build());
		}

		@Override
		public void onError(Throwable failure) {
			super.onError((failure instanceof Exception ex)
					? ForeignFailure.of(ex, ContractFlux.this.id, ContractFlux.this.request.model()) : failure);
		}

		@Override
		public void onComplete() {
			if (this.whole) {
				super.onComplete();
				return;
			}
			super.onError(
					LlmException.builder(Reason.MALFORMED_RESPONSE, "the events ended without a ChatEvent.Completed")
						.advice("Let the provider end its events with one.")
						.provider(ContractFlux.this.id)
						.model(ContractFlux.this.request.model())
						.build());
		}

	}

}
