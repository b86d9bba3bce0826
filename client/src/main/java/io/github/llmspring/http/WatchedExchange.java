package io.github.llmspring.http;

import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.LlmException;
import io.github.llmspring.events.PassingSubscriber;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

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
	static final class Guard extends PassingSubscriber {

		private final Answering answering;

		private final Watchdog watchdog;

		private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

		private volatile @Nullable EventReader body;

		Guard(CoreSubscriber<? super ChatEvent> actual, Answering answering, Ticker ticker) {
			super(actual);
			this.answering = answering;
			this.watchdog = new Watchdog(answering.timeouts(), answering.timeLeft(), ticker, this::alarm);
			answering.guardedBy(this);
		}

		@Override
		protected void subscribed() {
			this.watchdog.start();
		}

		Watchdog watchdog() {
			return this.watchdog;
		}

		/**
		 * Hands the alarm over to the reader of the body.
		 * @return {@code false} where the alarm came first
		 */
		boolean readBy(EventReader reader) {
			this.body = reader;
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

		/**
		 * A whole answer is all there is, and ends the exchange.
		 */
		@Override
		public void onNext(ChatEvent event) {
			super.onNext(event);
			if (this.body == null && end()) {
				super.onComplete();
			}
		}

		private void alarm(LlmException reason) {
			if (this.state.compareAndSet(State.WAITING, State.ENDED)) {
				cancelSource();
				reader().onError(this.answering.failure(reason));
				return;
			}
			EventReader current = this.body;
			if (current != null) {
				current.fail(reason);
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (end()) {
				super.onError(this.answering.failure(failure));
			}
			else {
				Operators.onErrorDropped(this.answering.failure(failure), currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				super.onComplete();
			}
		}

		private boolean end() {
			this.watchdog.stop();
			return this.state.getAndSet(State.ENDED) != State.ENDED;
		}

		@Override
		public void cancel() {
			end();
			cancelSource();
		}

		private enum State {

			WAITING, ANSWERED, ENDED

		}

	}

}
