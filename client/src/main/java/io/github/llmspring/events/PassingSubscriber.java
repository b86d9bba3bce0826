package io.github.llmspring.events;

import io.github.llmspring.ChatEvent;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Passes events on as they come, and demand and cancelling the other way: what looks on
 * or steps in says only where.
 * <p>
 * Written by hand: it stands several times on the way of each event, where every operator
 * adds to what a piece of a stream costs.
 */
public abstract class PassingSubscriber implements CoreSubscriber<ChatEvent>, Subscription {

	private final CoreSubscriber<? super ChatEvent> reader;

	private @Nullable Subscription source;

	/**
	 * Subscriber in front of another one.
	 * @param reader the one that reads the events
	 */
	protected PassingSubscriber(CoreSubscriber<? super ChatEvent> reader) {
		this.reader = reader;
	}

	/**
	 * The one that reads the events.
	 * @return the subscriber behind this one
	 */
	protected final CoreSubscriber<? super ChatEvent> reader() {
		return this.reader;
	}

	@Override
	public Context currentContext() {
		return this.reader.currentContext();
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.source, subscription)) {
			this.source = subscription;
			this.reader.onSubscribe(this);
			subscribed();
		}
	}

	/**
	 * Called when the reader has been told of its subscription, and has perhaps asked for
	 * events or cancelled by now.
	 */
	protected void subscribed() {
	}

	@Override
	public void onNext(ChatEvent event) {
		this.reader.onNext(event);
	}

	@Override
	public void onError(Throwable failure) {
		this.reader.onError(failure);
	}

	@Override
	public void onComplete() {
		this.reader.onComplete();
	}

	@Override
	public final void request(long count) {
		Subscription subscription = this.source;
		if (subscription != null) {
			subscription.request(count);
		}
	}

	@Override
	public void cancel() {
		cancelSource();
	}

	/**
	 * Ends what the events come from.
	 */
	protected final void cancelSource() {
		Subscription subscription = this.source;
		if (subscription != null) {
			subscription.cancel();
		}
	}

}
