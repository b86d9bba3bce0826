package io.github.llmspring.http;

import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * An exchange that ends when its {@link Watchdog} barks.
 * <p>
 * Until there is an answer nothing can arrive at the same time as the alarm, so the alarm
 * ends the exchange here; afterwards the reader of a streamed body ends it, between two
 * events, and a whole answer needs no alarm any more. Hence an event passes through
 * without any guard.
 */
final class WatchedExchange extends Flux<ChatEvent> {

	private final Flux<ChatEvent> source;

	private final Answering answering;

	private final Ticker ticker;

	WatchedExchange(Flux<ChatEvent> source, Answering answering, Ticker ticker) {
		this.source = source;
		this.answering = answering;
		this.ticker = ticker;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		this.source.subscribe(new Guard(actual, this.answering, this.ticker));
	}

	/**
	 * The subscriber around one exchange.
	 */
	static final class Guard implements CoreSubscriber<ChatEvent>, Subscription {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final Answering answering;

		private final Watchdog watchdog;

		private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

		private @Nullable Subscription upstream;

		private volatile @Nullable EventReader reader;

		Guard(CoreSubscriber<? super ChatEvent> actual, Answering answering, Ticker ticker) {
			this.actual = actual;
			this.answering = answering;
			this.watchdog = new Watchdog(answering.timeouts(), answering.timeLeft(), ticker, this::alarm);
			answering.guardedBy(this);
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
				this.watchdog.start();
			}
		}

		Watchdog watchdog() {
			return this.watchdog;
		}

		/**
		 * Hands the alarm over to the reader of the body.
		 * @return {@code false} where the alarm came first
		 */
		boolean readBy(EventReader reader) {
			this.reader = reader;
			return this.state.compareAndSet(State.WAITING, State.ANSWERED);
		}

		/**
		 * Notes that a whole answer has come.
		 * @return {@code false} where the alarm came first
		 */
		boolean answered() {
			this.watchdog.stop();
			return this.state.compareAndSet(State.WAITING, State.ANSWERED);
		}

		/**
		 * Whether nobody waits for anything any more.
		 */
		boolean ended() {
			return this.state.get() == State.ENDED;
		}

		private void alarm(LlmException reason) {
			if (this.state.compareAndSet(State.WAITING, State.ENDED)) {
				cancelExchange();
				this.actual.onError(this.answering.failure(reason));
				return;
			}
			EventReader current = this.reader;
			if (current != null) {
				current.fail(reason);
			}
		}

		private void cancelExchange() {
			Subscription subscription = this.upstream;
			if (subscription != null) {
				subscription.cancel();
			}
		}

		@Override
		public void onNext(ChatEvent event) {
			this.actual.onNext(event);
		}

		@Override
		public void onError(Throwable failure) {
			if (end()) {
				this.actual.onError(this.answering.failure(failure));
			}
			else {
				Operators.onErrorDropped(this.answering.failure(failure), currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.actual.onComplete();
			}
		}

		private boolean end() {
			this.watchdog.stop();
			return this.state.getAndSet(State.ENDED) != State.ENDED;
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
			end();
			cancelExchange();
		}

		private enum State {

			WAITING, ANSWERED, ENDED

		}

	}

}
