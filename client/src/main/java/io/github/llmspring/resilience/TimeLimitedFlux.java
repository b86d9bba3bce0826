package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.llmspring.ChatEvent;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Events that end with an error, and the exchange with them, when their time is over.
 * <p>
 * An exchange that ends itself when its time is over, with what had arrived, is given a
 * moment to do so, and a longer one where something had arrived. Both are counted from
 * when the timer was heard, not from when it was due: on a busy machine all timers are
 * late, and the exchange has heard its own no earlier.
 * <p>
 * One timer entry for each subscription and two atomic steps for each event. The
 * operators that exist either arm a timer for each event ({@code timeout}) or leave the
 * exchange running behind the error ({@code takeUntilOther}).
 */
final class TimeLimitedFlux extends Flux<ChatEvent> {

	private static final Duration MOMENT = Duration.ofMillis(100);

	private static final Duration LONGER = Duration.ofSeconds(1);

	private final Flux<ChatEvent> source;

	private final Duration limit;

	private final boolean endsItself;

	private final Scheduler scheduler;

	private final Supplier<? extends Throwable> reason;

	private final @Nullable CallsUnderWay calls;

	TimeLimitedFlux(Flux<ChatEvent> source, Duration limit, boolean endsItself, Scheduler scheduler,
			Supplier<? extends Throwable> reason, @Nullable CallsUnderWay calls) {
		this.source = source;
		this.limit = limit;
		this.endsItself = endsItself;
		this.scheduler = scheduler;
		this.reason = reason;
		this.calls = calls;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		if (this.calls != null) {
			this.calls.begin();
		}
		this.source.subscribe(new TimeLimit(actual));
	}

	private final class TimeLimit extends AtomicInteger implements CoreSubscriber<ChatEvent>, Subscription {

		private static final int IDLE = 0;

		private static final int DELIVERING = 1;

		private static final int OVER = 2;

		private static final int ENDED = 3;

		private final CoreSubscriber<? super ChatEvent> actual;

		private @Nullable Subscription upstream;

		private volatile @Nullable Disposable timer;

		private volatile boolean begun;

		TimeLimit(CoreSubscriber<? super ChatEvent> actual) {
			this.actual = actual;
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
				after(TimeLimitedFlux.this.limit, TimeLimitedFlux.this.endsItself ? this::due : this::over);
			}
		}

		private void after(Duration wait, Runnable next) {
			this.timer = TimeLimitedFlux.this.scheduler.schedule(next, Math.max(0, wait.toNanos()),
					TimeUnit.NANOSECONDS);
			if (get() >= OVER) {
				stopTimer();
			}
		}

		private void due() {
			after(MOMENT, this::stillThere);
		}

		private void stillThere() {
			if (this.begun) {
				after(LONGER, this::over);
			}
			else {
				over();
			}
		}

		private void over() {
			int before = getAndUpdate((state) -> (state < OVER) ? OVER : state);
			if (before < OVER) {
				cancelUpstream();
				isOver();
			}
			if (before == IDLE) {
				this.actual.onError(TimeLimitedFlux.this.reason.get());
			}
		}

		@Override
		public void onNext(ChatEvent event) {
			if (!this.begun) {
				this.begun = true;
			}
			if (compareAndSet(IDLE, DELIVERING)) {
				this.actual.onNext(event);
				if (!compareAndSet(DELIVERING, IDLE) && get() == OVER) {
					this.actual.onError(TimeLimitedFlux.this.reason.get());
				}
			}
			else if (get() == DELIVERING) {
				// asked for within the event before, and answered at once
				this.actual.onNext(event);
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (end()) {
				this.actual.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		private boolean end() {
			boolean first = getAndUpdate((state) -> (state < OVER) ? ENDED : state) < OVER;
			// afterwards: a timer that is set meanwhile is stopped by whoever sets it
			stopTimer();
			if (first) {
				isOver();
			}
			return first;
		}

		private void isOver() {
			CallsUnderWay counted = TimeLimitedFlux.this.calls;
			if (counted != null) {
				counted.end();
			}
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
			int before = getAndSet(ENDED);
			stopTimer();
			cancelUpstream();
			if (before < OVER) {
				isOver();
			}
		}

		private void stopTimer() {
			Disposable current = this.timer;
			if (current != null) {
				current.dispose();
			}
		}

		private void cancelUpstream() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
