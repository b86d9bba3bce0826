package io.github.llmspring.budget;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import io.github.llmspring.events.PassingSubscriber;
import io.github.llmspring.resilience.limit.TokenCount;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Events of an exchange whose cost is taken note of, once. An event of content passes
 * without an object being made.
 */
final class CostFlux extends Flux<ChatEvent> {

	private final ChatProvider provider;

	private final ChatRequest request;

	private final Costs costs;

	CostFlux(ChatProvider provider, ChatRequest request, Costs costs) {
		this.provider = provider;
		this.request = request;
		this.costs = costs;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		this.provider.send(this.request).subscribe(new Exchange(this.request, this.costs, actual));
	}

	private static final class Exchange extends PassingSubscriber {

		private final ChatRequest request;

		private final Costs costs;

		private final AtomicBoolean over = new AtomicBoolean();

		/**
		 * Not volatile, since that would cost as much as everything else for an event:
		 * whoever cancels on another thread may count a piece less.
		 */
		private int characters;

		Exchange(ChatRequest request, Costs costs, CoreSubscriber<? super ChatEvent> actual) {
			super(actual);
			this.request = request;
			this.costs = costs;
		}

		@Override
		public void onNext(ChatEvent event) {
			if (event instanceof ChatEvent.Completed completed) {
				super.onNext(end() ? new ChatEvent.Completed(this.costs.answered(this.request, completed.response()))
						: event);
				return;
			}
			this.characters += TokenCount.characters(event);
			super.onNext(event);
		}

		@Override
		public void onComplete() {
			this.over.set(true);
			super.onComplete();
		}

		@Override
		public void onError(Throwable failure) {
			boolean first = end();
			super.onError((first && failure instanceof LlmException known) ? charged(known) : failure);
		}

		private LlmException charged(LlmException failure) {
			ChatResponse partial = failure.partial();
			Usage usage = failure.usage();
			if (usage == null || !usage.isKnown()) {
				if (partial != null || this.characters > 0) {
					this.costs.brokeOff(this.request, this.characters);
				}
				return failure;
			}
			Cost cost = this.costs.failed(this.request, (partial != null) ? partial.model() : null, usage,
					failure.cost());
			return failure.toBuilder().cost(cost).partial((partial != null) ? partial.withCost(cost) : null).build();
		}

		/**
		 * Ends the exchange for the count of costs.
		 * @return whether it had not ended before
		 */
		private boolean end() {
			return this.over.compareAndSet(false, true);
		}

		@Override
		public void cancel() {
			super.cancel();
			if (end()) {
				this.costs.brokeOff(this.request, this.characters);
			}
		}

	}

}
