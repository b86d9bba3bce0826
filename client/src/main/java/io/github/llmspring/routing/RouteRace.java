package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The candidates under way and what is known of the others; changed while it is locked,
 * and calling nobody meanwhile.
 */
final class RouteRace implements Subscription {

	private final RouteCall call;

	private final CoreSubscriber<? super ChatEvent> actual;

	private final RouteLog log;

	private final List<RouteRunner> running = new ArrayList<>(2);

	private volatile @Nullable RouteRunner winner;

	private long demand;

	private int begun;

	private int hedges;

	/**
	 * Whether no further candidate is to begin.
	 */
	private boolean stopped;

	private boolean over;

	private @Nullable Disposable timer;

	RouteRace(RouteCall call, CoreSubscriber<? super ChatEvent> actual) {
		this.call = call;
		this.actual = actual;
		this.log = new RouteLog(call.scheduler());
		Hedge hedge = call.route().hedge();
		this.hedges = (hedge != null) ? hedge.max() : 0;
	}

	void begin() {
		RouteRunner first;
		synchronized (this) {
			first = enter(this.over ? null : this.call.plan().next());
		}
		if (first != null) {
			first.run();
		}
	}

	private @Nullable RouteRunner enter(RoutePlan.@Nullable Step step) {
		if (step == null) {
			return null;
		}
		RouteRunner runner = new RouteRunner(this.call, this, step, this.begun++);
		this.running.add(runner);
		return runner;
	}

	/**
	 * Puts the moment off at which the next candidate begins beside those under way:
	 * until nothing has come for the time of the hedge, although something was asked for.
	 */
	synchronized void postponeHedge() {
		Hedge hedge = this.call.route().hedge();
		stopTimer();
		if (hedge != null && this.hedges > 0 && this.demand > 0 && this.winner == null && !this.over && !this.stopped) {
			this.timer = this.call.scheduler().schedule(this::hedge, hedge.after().toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void hedge() {
		RouteRunner next;
		synchronized (this) {
			if (this.over || this.stopped || this.winner != null || this.running.isEmpty() || !this.call.inTime()) {
				return;
			}
			next = enter(this.call.plan().nextReady());
			if (next != null) {
				this.hedges--;
			}
			else if (!this.call.plan().isEmpty()) {
				postponeHedge();
			}
		}
		if (next != null) {
			next.run();
		}
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.dispose();
			this.timer = null;
		}
	}

	/**
	 * Whether a candidate may deliver, having something first.
	 */
	boolean wins(RouteRunner runner) {
		List<RouteRunner> losers;
		synchronized (this) {
			if (this.over || this.winner != null || !this.running.remove(runner)) {
				return false;
			}
			this.winner = runner;
			stopTimer();
			losers = this.running.isEmpty() ? List.of() : List.copyOf(this.running);
			this.running.clear();
			losers.forEach((loser) -> this.log.lost(loser.address(), loser.since()));
		}
		losers.forEach(RouteRunner::stop);
		return true;
	}

	/**
	 * Goes on with the next candidate where one failed before it delivered; one that
	 * rests is not woken while others are under way.
	 */
	void failed(RouteRunner runner, Throwable failure) {
		RouteRunner next = null;
		Throwable end = null;
		synchronized (this) {
			if (this.over || !this.running.remove(runner)) {
				return;
			}
			this.log.failed(runner.number(), runner.address(), runner.since(), failure);
			this.stopped |= !this.call.mayAnotherDo(failure);
			if (failure instanceof LlmException known && known.reason() == Reason.CIRCUIT_OPEN) {
				this.call.plan().refused(runner.step());
			}
			if (failure instanceof LlmException known && known.reason() == Reason.CONTEXT_TOO_LONG) {
				this.call.plan().dropNoLargerThan(runner.address());
			}
			if (!this.stopped) {
				next = enter(this.running.isEmpty() ? this.call.plan().next() : this.call.plan().nextReady());
			}
			if (this.running.isEmpty()) {
				this.over = true;
				stopTimer();
				end = this.log.exception();
			}
		}
		if (next != null) {
			next.run();
		}
		else if (end != null) {
			this.actual.onError(end);
		}
	}

	/**
	 * Takes a subscription on.
	 * @return what to ask it for, or -1 where it is not wanted any more
	 */
	synchronized long taken(RouteRunner runner, Subscription subscription) {
		if (this.over || !this.running.contains(runner)) {
			return -1;
		}
		runner.begin(subscription);
		return this.demand;
	}

	Context context() {
		return this.actual.currentContext();
	}

	/**
	 * Delivers an event of the winner.
	 */
	void deliver(RouteRunner winner, ChatEvent event) {
		this.actual.onNext((event instanceof ChatEvent.Completed completed)
				? new ChatEvent.Completed(this.log.answered(winner.address(), winner.since(), completed.response()))
				: event);
	}

	void complete() {
		this.actual.onComplete();
	}

	/**
	 * Ends the answer of the winner, which broke off.
	 */
	void brokeOff(RouteRunner winner, Throwable failure) {
		this.actual.onError(this.log.brokenOff(winner.address(), winner.since(), failure));
	}

	long now() {
		return this.log.now();
	}

	@Override
	public void request(long count) {
		if (!Operators.validate(count)) {
			return;
		}
		RouteRunner first = this.winner;
		if (first != null) {
			first.request(count);
			return;
		}
		List<RouteRunner> asked;
		boolean none;
		synchronized (this) {
			none = this.demand == 0;
			this.demand = Operators.addCap(this.demand, count);
			first = this.winner;
			asked = (first != null) ? List.of(first) : subscribed();
		}
		asked.forEach((runner) -> runner.request(count));
		if (none && !asked.isEmpty()) {
			postponeHedge();
		}
	}

	private List<RouteRunner> subscribed() {
		if (this.running.isEmpty()) {
			return List.of();
		}
		List<RouteRunner> subscribed = new ArrayList<>(this.running.size());
		for (RouteRunner runner : this.running) {
			if (runner.hasBegun()) {
				subscribed.add(runner);
			}
		}
		return subscribed;
	}

	@Override
	public void cancel() {
		List<RouteRunner> stopped;
		RouteRunner first;
		synchronized (this) {
			this.over = true;
			stopTimer();
			first = this.winner;
			stopped = List.copyOf(this.running);
			this.running.clear();
		}
		if (first != null) {
			first.stop();
		}
		stopped.forEach(RouteRunner::stop);
	}

}
