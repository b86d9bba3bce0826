package io.github.llmspring.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Events of the first candidate that gives any.
 * <p>
 * Candidates follow each other, and where the route hedges run beside each other, only
 * while nothing was delivered; so all demand there ever was is what each is asked for.
 * The first event decides: the others are cancelled, and everything passes straight
 * through.
 */
final class RouteFlux extends Flux<ChatEvent> {

	private final Route route;

	private final RoutePlan plan;

	private final ChatRequest request;

	private final Instant deadline;

	private final Scheduler scheduler;

	RouteFlux(Route route, RoutePlan plan, ChatRequest request, Instant deadline, Scheduler scheduler) {
		this.route = route;
		this.plan = plan;
		this.request = request;
		this.deadline = deadline;
		this.scheduler = scheduler;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		Race race = new Race(actual);
		actual.onSubscribe(race);
		race.begin();
	}

	/**
	 * The candidates under way and what is known of the others; changed while it is
	 * locked, and calling nobody meanwhile.
	 */
	private final class Race implements Subscription {

		private final CoreSubscriber<? super ChatEvent> actual;

		private final RouteLog log = new RouteLog(RouteFlux.this.scheduler);

		private final List<Runner> running = new ArrayList<>(2);

		private volatile @Nullable Runner winner;

		private long demand;

		private int begun;

		private int hedges;

		/**
		 * Whether no further candidate is to begin.
		 */
		private boolean stopped;

		private boolean over;

		private @Nullable Disposable timer;

		Race(CoreSubscriber<? super ChatEvent> actual) {
			this.actual = actual;
			Hedge hedge = RouteFlux.this.route.hedge();
			this.hedges = (hedge != null) ? hedge.max() : 0;
		}

		void begin() {
			Runner first;
			synchronized (this) {
				first = enter(this.over ? null : RouteFlux.this.plan.next());
			}
			if (first != null) {
				first.run();
			}
		}

		private @Nullable Runner enter(RoutePlan.@Nullable Step step) {
			if (step == null) {
				return null;
			}
			Runner runner = new Runner(this, step, this.begun++);
			this.running.add(runner);
			return runner;
		}

		/**
		 * Puts the moment off at which the next candidate begins beside those under way:
		 * until nothing has come for the time of the hedge, although something was asked
		 * for.
		 */
		synchronized void postponeHedge() {
			Hedge hedge = RouteFlux.this.route.hedge();
			stopTimer();
			if (hedge != null && this.hedges > 0 && this.demand > 0 && this.winner == null && !this.over
					&& !this.stopped) {
				this.timer = RouteFlux.this.scheduler.schedule(this::hedge, hedge.after().toNanos(),
						TimeUnit.NANOSECONDS);
			}
		}

		private void hedge() {
			Runner next;
			synchronized (this) {
				if (this.over || this.stopped || this.winner != null || this.running.isEmpty() || !inTime()) {
					return;
				}
				this.hedges--;
				next = enter(RouteFlux.this.plan.nextReady());
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
		boolean wins(Runner runner) {
			List<Runner> losers;
			synchronized (this) {
				if (this.over || this.winner != null || !this.running.remove(runner)) {
					return false;
				}
				this.winner = runner;
				stopTimer();
				losers = this.running.isEmpty() ? List.of() : List.copyOf(this.running);
				this.running.clear();
				losers.forEach((loser) -> this.log.lost(loser.step.candidate().address(), loser.since));
			}
			losers.forEach(Runner::stop);
			return true;
		}

		/**
		 * Goes on with the next candidate where one failed before it delivered.
		 */
		void failed(Runner runner, Throwable failure) {
			Runner next = null;
			Throwable end = null;
			synchronized (this) {
				if (this.over || !this.running.remove(runner)) {
					return;
				}
				this.log.failed(runner.number, runner.step.candidate().address(), runner.since, failure);
				this.stopped |= !mayAnotherDo(failure);
				if (!this.stopped) {
					next = enter(RouteFlux.this.plan.next());
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

		private boolean mayAnotherDo(Throwable failure) {
			return inTime() && failure instanceof LlmException known
					&& FallbackRules.mayAnotherDo(known.reason(), RouteFlux.this.route);
		}

		private boolean inTime() {
			return Instant.ofEpochMilli(RouteFlux.this.scheduler.now(TimeUnit.MILLISECONDS))
				.isBefore(RouteFlux.this.deadline);
		}

		/**
		 * Takes a subscription on.
		 * @return what to ask it for, or -1 where it is not wanted any more
		 */
		synchronized long taken(Runner runner, Subscription subscription) {
			if (this.over || !this.running.contains(runner)) {
				return -1;
			}
			runner.upstream = subscription;
			return this.demand;
		}

		@Override
		public void request(long count) {
			if (!Operators.validate(count)) {
				return;
			}
			Runner first = this.winner;
			if (first != null) {
				first.request(count);
				return;
			}
			List<Runner> asked;
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

		private List<Runner> subscribed() {
			if (this.running.isEmpty()) {
				return List.of();
			}
			List<Runner> subscribed = new ArrayList<>(this.running.size());
			for (Runner runner : this.running) {
				if (runner.upstream != null) {
					subscribed.add(runner);
				}
			}
			return subscribed;
		}

		@Override
		public void cancel() {
			List<Runner> stopped;
			Runner first;
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
			stopped.forEach(Runner::stop);
		}

	}

	private final class Runner implements CoreSubscriber<ChatEvent> {

		private final Race race;

		private final RoutePlan.Step step;

		private final int number;

		private final long since;

		private volatile @Nullable Subscription upstream;

		private boolean won;

		Runner(Race race, RoutePlan.Step step, int number) {
			this.race = race;
			this.step = step;
			this.number = number;
			this.since = race.log.now();
		}

		void run() {
			Flux<ChatEvent> answer;
			try {
				answer = this.step.provider().send(this.step.of(RouteFlux.this.request, RouteFlux.this.deadline));
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
			return this.race.actual.currentContext();
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

		@Override
		public void onNext(ChatEvent event) {
			if (this.won || (this.won = this.race.wins(this))) {
				this.race.actual.onNext((event instanceof ChatEvent.Completed completed) ? told(completed) : event);
			}
		}

		private ChatEvent told(ChatEvent.Completed completed) {
			return new ChatEvent.Completed(
					this.race.log.answered(this.step.candidate().address(), this.since, completed.response()));
		}

		@Override
		public void onError(Throwable failure) {
			if (this.won) {
				this.race.actual.onError(this.race.log.brokenOff(this.step.candidate().address(), this.since, failure));
			}
			else {
				this.race.failed(this, failure);
			}
		}

		@Override
		public void onComplete() {
			if (this.won || this.race.wins(this)) {
				this.race.actual.onComplete();
			}
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

}
