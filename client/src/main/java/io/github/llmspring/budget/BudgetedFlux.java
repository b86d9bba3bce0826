package io.github.llmspring.budget;

import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call that is sent when it has reserved its part of all budgets that count it.
 */
final class BudgetedFlux extends Flux<ChatEvent> {

	private final String id;

	private final ChatProvider provider;

	private final ChatRequest request;

	private final List<BudgetAccount> accounts;

	private final Budgets budgets;

	BudgetedFlux(String id, ChatProvider provider, ChatRequest request, List<BudgetAccount> accounts, Budgets budgets) {
		this.id = id;
		this.provider = provider;
		this.request = request;
		this.accounts = accounts;
		this.budgets = budgets;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		BudgetedCall call = new BudgetedCall(actual);
		actual.onSubscribe(call);
		call.passage.enter();
	}

	private final class BudgetedCall extends Operators.DeferredSubscription
			implements CoreSubscriber<ChatEvent>, BudgetPassage.Holder {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final BudgetPassage passage;

		BudgetedCall(CoreSubscriber<? super ChatEvent> actual) {
			this.actual = actual;
			ModelAddress address = new ModelAddress(BudgetedFlux.this.id, BudgetedFlux.this.request.model());
			this.passage = new BudgetPassage(address, BudgetedFlux.this.accounts,
					BudgetedFlux.this.budgets.estimate(address, BudgetedFlux.this.request), this);
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void granted() {
			Flux<ChatEvent> events;
			try {
				events = BudgetedFlux.this.provider.send(BudgetedFlux.this.request);
			}
			catch (RuntimeException ex) {
				onError(ex);
				return;
			}
			events.subscribe(this);
		}

		@Override
		public void refused(LlmException refusal) {
			this.actual.onError(refusal);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			set(subscription);
		}

		@Override
		public void onNext(ChatEvent event) {
			this.actual.onNext((event instanceof ChatEvent.Completed completed) ? warned(completed) : event);
		}

		private ChatEvent.Completed warned(ChatEvent.Completed completed) {
			List<String> warnings = this.passage.warnings();
			return warnings.isEmpty() ? completed
					: new ChatEvent.Completed(completed.response().toBuilder().warnings(warnings).build());
		}

		@Override
		public void onComplete() {
			this.passage.release();
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable failure) {
			this.passage.release();
			this.actual.onError(failure);
		}

		@Override
		public void cancel() {
			super.cancel();
			this.passage.giveUp();
		}

	}

}
