package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Events of the first attempt that gives any.
 * <p>
 * Attempts follow each other only while nothing was delivered, so all demand there ever
 * was is what the next one is asked for. From the first event on everything passes
 * straight through.
 */
final class RetryFlux extends Flux<ChatEvent> {

	private final String id;

	private final ChatProvider provider;

	private final ChatRequest request;

	private final RetryPolicy policy;

	private final Scheduler scheduler;

	RetryFlux(String id, ChatProvider provider, ChatRequest request, RetryPolicy policy, Scheduler scheduler) {
		this.id = id;
		this.provider = provider;
		this.request = request;
		this.policy = policy;
		this.scheduler = scheduler;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		Attempts attempts = new Attempts(actual);
		actual.onSubscribe(attempts);
		attempts.run();
	}

	private final class Attempts implements CoreSubscriber<ChatEvent>, Subscription, Runnable {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final AttemptLog log = new AttemptLog(
				new ModelAddress(RetryFlux.this.id, RetryFlux.this.request.model()), RetryFlux.this.scheduler);

		/**
		 * Exchange that goes on, none between two attempts; changed while this is locked.
		 */
		private volatile @Nullable Subscription upstream;

		private @Nullable Disposable wait;

		private long demand;

		private volatile boolean cancelled;

		private volatile boolean begun;

		private boolean passing;

		Attempts(CoreSubscriber<? super ChatEvent> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		/**
		 * Begins an attempt.
		 */
		@Override
		public void run() {
			if (this.cancelled) {
				return;
			}
			this.log.begin();
			Flux<ChatEvent> attempt;
			try {
				attempt = RetryFlux.this.provider.send(RetryFlux.this.request);
			}
			catch (RuntimeException ex) {
				onError(ex);
				return;
			}
			attempt.subscribe(this);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			long asked;
			synchronized (this) {
				this.upstream = subscription;
				asked = this.demand;
			}
			if (this.cancelled) {
				subscription.cancel();
			}
			else if (asked > 0) {
				subscription.request(asked);
			}
		}

		@Override
		public void request(long count) {
			if (!Operators.validate(count)) {
				return;
			}
			Subscription current = this.begun ? this.upstream : keep(count);
			if (current != null) {
				current.request(count);
			}
		}

		private synchronized @Nullable Subscription keep(long count) {
			this.demand = Operators.addCap(this.demand, count);
			return this.upstream;
		}

		@Override
		public void onNext(ChatEvent event) {
			if (!this.passing) {
				this.passing = true;
				this.begun = true;
			}
			this.actual.onNext((event instanceof ChatEvent.Completed completed)
					? new ChatEvent.Completed(this.log.answered(completed.response())) : event);
		}

		@Override
		public void onComplete() {
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable reason) {
			if (!(reason instanceof LlmException failure)) {
				this.actual.onError(reason);
				return;
			}
			Duration wait = this.passing ? null : RetryFlux.this.policy.waitAfter(failure, this.log.failures());
			this.log.failed(failure);
			if (wait == null || !this.log.inTime(wait, RetryFlux.this.request.deadline())) {
				this.actual.onError(failure.toBuilder().attempts(this.log.failed()).build());
				return;
			}
			this.log.waiting(wait);
			schedule(wait);
		}

		private void schedule(Duration wait) {
			synchronized (this) {
				this.upstream = null;
			}
			Disposable next = wait.isZero() ? RetryFlux.this.scheduler.schedule(this)
					: RetryFlux.this.scheduler.schedule(this, wait.toNanos(), TimeUnit.NANOSECONDS);
			synchronized (this) {
				this.wait = next;
			}
			if (this.cancelled) {
				next.dispose();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			Subscription current;
			Disposable waiting;
			synchronized (this) {
				current = this.upstream;
				waiting = this.wait;
			}
			if (waiting != null) {
				waiting.dispose();
			}
			if (current != null) {
				current.cancel();
			}
		}

	}

}
