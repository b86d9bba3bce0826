package io.github.llmspring.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call that is sent when it has reserved its part of all budgets that count it. They
 * are asked one after the other, always in the same order, so that no two calls wait for
 * each other.
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
		call.enterNext();
	}

	private LlmException refused(BudgetAccount account) {
		BudgetState state = account.state();
		Budget budget = state.budget();
		Duration wait = Duration.between(Instant.now(), state.until());
		return LlmException
			.builder(Reason.BUDGET_EXCEEDED,
					"the budget '" + budget.name() + "' of " + budget.limit() + " for each " + budget.period().word()
							+ " is spent: " + state.spent() + " since " + state.since())
			.advice("It begins anew at " + state.until() + ". Raise " + budget.property() + " to spend more.")
			.provider(this.id)
			.model(this.request.model())
			.retryAfter(wait.isNegative() ? Duration.ZERO : wait)
			.build();
	}

	private final class BudgetedCall extends Operators.DeferredSubscription implements CoreSubscriber<ChatEvent> {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final Queue<Held> held = new ConcurrentLinkedQueue<>();

		private final @Nullable Cost estimate = BudgetedFlux.this.budgets.estimate(BudgetedFlux.this.id,
				BudgetedFlux.this.request);

		private int next;

		BudgetedCall(CoreSubscriber<? super ChatEvent> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		/**
		 * Enters the next account, and those after it as long as there is no wait.
		 */
		void enterNext() {
			while (this.next < BudgetedFlux.this.accounts.size()) {
				BudgetAccount account = BudgetedFlux.this.accounts.get(this.next);
				if (account.budget().whenSpent() == Budget.WhenSpent.REJECT) {
					Held entering = new Held(account, new BudgetClaim(amount(account), this::decided));
					this.held.add(entering);
					BudgetClaim.State state = account.enter(entering.claim());
					if (isCancelled()) {
						release();
						return;
					}
					if (state != BudgetClaim.State.GRANTED) {
						if (state == BudgetClaim.State.REFUSED) {
							refuse(account);
						}
						return;
					}
				}
				this.next++;
			}
			begin();
		}

		/**
		 * Goes on after a wait.
		 */
		private void decided() {
			if (isCancelled()) {
				return;
			}
			BudgetAccount account = BudgetedFlux.this.accounts.get(this.next);
			boolean granted = this.held.stream()
				.anyMatch((held) -> held.account() == account && held.claim().state() == BudgetClaim.State.GRANTED);
			if (granted) {
				this.next++;
				enterNext();
			}
			else {
				refuse(account);
			}
		}

		private long amount(BudgetAccount account) {
			long limit = account.units(account.budget().limit());
			return (this.estimate != null) ? Math.min(account.units(this.estimate), limit) : limit;
		}

		private void refuse(BudgetAccount account) {
			release();
			this.actual.onError(refused(account));
		}

		private void begin() {
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

		private void release() {
			for (Held held = this.held.poll(); held != null; held = this.held.poll()) {
				held.account().leave(held.claim());
			}
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
			List<String> warnings = BudgetedFlux.this.accounts.stream()
				.filter((account) -> account.budget().whenSpent() != Budget.WhenSpent.REJECT && account.isSpent())
				.map((account) -> "The budget '" + account.budget().name() + "' of " + account.budget().limit()
						+ " is spent: it begins anew at " + account.state().until() + ".")
				.toList();
			if (warnings.isEmpty()) {
				return completed;
			}
			return new ChatEvent.Completed(completed.response().toBuilder().warnings(warnings).build());
		}

		@Override
		public void onComplete() {
			release();
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable failure) {
			release();
			this.actual.onError(failure);
		}

		@Override
		public void cancel() {
			super.cancel();
			release();
		}

	}

	/**
	 * A claim and whose it is.
	 *
	 * @param account the account
	 * @param claim the claim
	 */
	private record Held(BudgetAccount account, BudgetClaim claim) {

	}

}
