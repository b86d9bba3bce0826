package io.github.llmspring.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.events.PassingSubscriber;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

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

	private final class TimeLimit extends PassingSubscriber {

		private static final int IDLE = 0;

		private static final int DELIVERING = 1;

		private static final int OVER = 2;

		private static final int ENDED = 3;

		private final AtomicInteger state = new AtomicInteger(IDLE);

		private volatile @Nullable Disposable timer;

		private volatile boolean begun;

		TimeLimit(CoreSubscriber<? super ChatEvent> actual) {
			super(actual);
		}

		@Override
		protected void subscribed() {
			after(TimeLimitedFlux.this.limit, TimeLimitedFlux.this.endsItself ? this::due : this::over);
		}

		private void after(Duration wait, Runnable next) {
			this.timer = TimeLimitedFlux.this.scheduler.schedule(next, Math.max(0, wait.toNanos()),
					TimeUnit.NANOSECONDS);
			if (this.state.get() >= OVER) {
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
			int before = this.state.getAndUpdate((state) -> (state < OVER) ? OVER : state);
			if (before < OVER) {
				cancelSource();
				isOver();
			}
			if (before == IDLE) {
				reader().onError(TimeLimitedFlux.this.reason.get());
			}
		}

		@Override
		public void onNext(ChatEvent event) {
			if (!this.begun) {
				this.begun = true;
			}
			if (this.state.compareAndSet(IDLE, DELIVERING)) {
				super.onNext(event);
				if (!this.state.compareAndSet(DELIVERING, IDLE) && this.state.get() == OVER) {
					reader().onError(TimeLimitedFlux.this.reason.get());
				}
			}
			else if (this.state.get() == DELIVERING) {
				// asked for within the event before, and answered at once
				super.onNext(event);
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (end()) {
				reader().onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				reader().onComplete();
			}
		}

		private boolean end() {
			boolean first = this.state.getAndUpdate((state) -> (state < OVER) ? ENDED : state) < OVER;
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
		public void cancel() {
			int before = this.state.getAndSet(ENDED);
			stopTimer();
			cancelSource();
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

	}

}
