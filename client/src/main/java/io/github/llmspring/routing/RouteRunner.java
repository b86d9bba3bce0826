package io.github.llmspring.routing;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/**
 * One candidate under way.
 */
final class RouteRunner implements CoreSubscriber<ChatEvent> {

	private final RouteCall call;

	private final RouteRace race;

	private final RoutePlan.Step step;

	private final int number;

	private final long since;

	private volatile @Nullable Subscription upstream;

	private boolean won;

	/**
	 * Candidate of a race.
	 * @param number how many candidates began before it
	 */
	RouteRunner(RouteCall call, RouteRace race, RoutePlan.Step step, int number) {
		this.call = call;
		this.race = race;
		this.step = step;
		this.number = number;
		this.since = race.now();
	}

	int number() {
		return this.number;
	}

	long since() {
		return this.since;
	}

	RoutePlan.Step step() {
		return this.step;
	}

	ModelAddress address() {
		return this.step.candidate().address();
	}

	void run() {
		Flux<ChatEvent> answer;
		try {
			answer = this.call.ask(this.step);
		}
		catch (RuntimeException ex) {
			this.race.failed(this, ex);
			return;
		}
		answer.subscribe(this);
		this.race.postponeHedge();
	}

	@Override
	public Context currentContext() {
		return this.race.context();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		long asked = this.race.taken(this, subscription);
		if (asked < 0) {
			subscription.cancel();
		}
		else if (asked > 0) {
			subscription.request(asked);
		}
	}

	void begin(Subscription subscription) {
		this.upstream = subscription;
	}

	boolean hasBegun() {
		return this.upstream != null;
	}

	@Override
	public void onNext(ChatEvent event) {
		if (wins()) {
			this.race.deliver(this, event);
		}
	}

	@Override
	public void onError(Throwable failure) {
		Throwable told = this.call.told(failure);
		if (this.won) {
			this.race.brokeOff(this, told);
		}
		else {
			this.race.failed(this, told);
		}
	}

	@Override
	public void onComplete() {
		if (wins()) {
			this.race.complete();
		}
	}

	private boolean wins() {
		if (!this.won) {
			this.won = this.race.wins(this);
		}
		return this.won;
	}

	void request(long count) {
		Subscription current = this.upstream;
		if (current != null) {
			current.request(count);
		}
	}

	void stop() {
		Subscription current = this.upstream;
		if (current != null) {
			current.cancel();
		}
	}

}
