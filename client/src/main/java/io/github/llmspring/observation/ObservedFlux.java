package io.github.llmspring.observation;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.events.PassingSubscriber;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Events of an answer that is observed from the subscription to its end.
 * <p>
 * What is asked is subscribed to with the observation on the thread, so that what others
 * begin there is within it. An event passes by two checks.
 */
final class ObservedFlux extends Flux<ChatEvent> {

	private final ObservedProvider<?> provider;

	private final ChatRequest request;

	ObservedFlux(ObservedProvider<?> provider, ChatRequest request) {
		this.provider = provider;
		this.request = request;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		Observed observed = this.provider.begin(this.request, actual.currentContext());
		OpenObservation<ChatResponse> open = observed.open();
		if (open.observation().isNoop()) {
			subscribe(actual, null);
			return;
		}
		try (Observation.Scope scope = open.observation().openScope()) {
			subscribe(new Observer(actual, observed), open);
		}
	}

	private void subscribe(CoreSubscriber<? super ChatEvent> subscriber, @Nullable OpenObservation<ChatResponse> open) {
		Flux<ChatEvent> events;
		try {
			events = this.provider.ask(this.request);
		}
		catch (RuntimeException ex) {
			if (open != null) {
				open.failed(ex);
			}
			Operators.error(subscriber, ex);
			return;
		}
		events.subscribe(subscriber);
	}

	/**
	 * What is observed.
	 *
	 * @param open the observation
	 * @param ticker tells the time, where the time between pieces is wanted
	 * @param between is told it, or {@code null}
	 */
	record Observed(OpenObservation<ChatResponse> open, LongSupplier ticker, @Nullable LongConsumer between) {

		static Observed of(OpenObservation<ChatResponse> open) {
			return new Observed(open, System::nanoTime, null);
		}

	}

	private static final class Observer extends PassingSubscriber {

		private final OpenObservation<ChatResponse> open;

		private final Context context;

		private final LongSupplier ticker;

		private final @Nullable LongConsumer between;

		private boolean begun;

		private long last;

		Observer(CoreSubscriber<? super ChatEvent> actual, Observed observed) {
			super(actual);
			this.open = observed.open();
			this.context = ObservationKind.within(actual.currentContext(), this.open.observation());
			this.ticker = observed.ticker();
			this.between = observed.between();
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onNext(ChatEvent event) {
			if (event instanceof ChatEvent.Completed completed) {
				// whoever wants one event only cancels now
				this.open.answered(completed.response());
			}
			else if (!this.begun) {
				this.begun = true;
				this.open.piece();
				this.last = (this.between != null) ? this.ticker.getAsLong() : 0;
			}
			else if (this.between != null) {
				between(this.between);
			}
			super.onNext(event);
		}

		private void between(LongConsumer between) {
			long now = this.ticker.getAsLong();
			between.accept(now - this.last);
			this.last = now;
		}

		@Override
		public void onError(Throwable failure) {
			this.open.failed(failure);
			super.onError(failure);
		}

		@Override
		public void onComplete() {
			this.open.cancelled();
			super.onComplete();
		}

		@Override
		public void cancel() {
			super.cancel();
			this.open.cancelled();
		}

	}

}
