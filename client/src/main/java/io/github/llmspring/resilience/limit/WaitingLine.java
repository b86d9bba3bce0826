package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.llmspring.resilience.limit.Ticket.State;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Calls in the order in which they came. Only the first one takes a place and asks the
 * quotas, so nobody is overtaken; what it got it keeps while it waits for the rest.
 * <p>
 * Nothing here blocks. A call that may go at once goes on its caller's thread; one that
 * waited goes on a thread of the scheduler, so that whoever ends a call does not start
 * the next ones.
 */
final class WaitingLine {

	/**
	 * Time to look again whether the quotas have answered.
	 */
	private static final long ASKING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final Object monitor = new Object();

	private final Set<Ticket> waiting = new LinkedHashSet<>();

	private final int places;

	private final List<Bound> bounds;

	private final LimitClock clock;

	private int occupied;

	private @Nullable Disposable alarm;

	/**
	 * Whether quotas are being asked right now, so that one that answers at once finds
	 * the line in the middle of it.
	 */
	private boolean asking;

	/**
	 * Line without anybody in it.
	 * @param places the most calls under way at the same time
	 * @param bounds what else limits them
	 * @param clock the clock
	 */
	WaitingLine(int places, List<Bound> bounds, LimitClock clock) {
		this.places = places;
		this.bounds = List.copyOf(bounds);
		this.clock = clock;
	}

	/**
	 * Joins the line.
	 * @param ticket the ticket
	 * @param patience the longest wait
	 * @return {@code ADMITTED} or {@code REFUSED} where that is known at once;
	 * {@code WAITING} where the holder is told later
	 */
	State enter(Ticket ticket, Duration patience) {
		synchronized (this.monitor) {
			if (ticket.state != State.NEW) {
				return ticket.state;
			}
			ticket.state = State.WAITING;
			ticket.latest = now() + patience.toNanos();
			if (this.waiting.isEmpty()) {
				attempt(ticket);
			}
			if (ticket.state == State.WAITING) {
				this.waiting.add(ticket);
				if (patience.isZero() && first().asking == 0) {
					refuse(ticket, first());
					this.waiting.remove(ticket);
				}
				else {
					endPatienceAfter(ticket, patience.toNanos());
				}
			}
			return ticket.state;
		}
	}

	/**
	 * Begins what was admitted.
	 * @param ticket the ticket
	 * @return {@code false} where it was given up in the meantime
	 */
	boolean begin(Ticket ticket) {
		synchronized (this.monitor) {
			if (ticket.state != State.ADMITTED) {
				return false;
			}
			ticket.state = State.UNDER_WAY;
			return true;
		}
	}

	/**
	 * Leaves the line, wherever the ticket stands.
	 * @param ticket the ticket
	 * @param sent whether the service has got a request
	 * @param tokens how many tokens were used
	 */
	void leave(Ticket ticket, boolean sent, long tokens) {
		List<Ticket> decided;
		synchronized (this.monitor) {
			State before = ticket.state;
			if (before == State.OVER || before == State.REFUSED) {
				return;
			}
			ticket.state = State.OVER;
			if (before == State.UNDER_WAY) {
				this.bounds.forEach((bound) -> bound.correct(ticket, sent, tokens));
				ticket.passed = 0;
			}
			if (before == State.WAITING) {
				this.waiting.remove(ticket);
			}
			release(ticket);
			decided = serveAnew();
		}
		tell(decided);
	}

	private List<Ticket> serveAnew() {
		if (this.waiting.isEmpty()) {
			return List.of();
		}
		first().blocked = false;
		return serve();
	}

	private Ticket first() {
		return this.waiting.iterator().next();
	}

	private long now() {
		return this.clock.nanoTime().getAsLong();
	}

	/**
	 * Serves who is first until somebody has to wait.
	 * @return those who wait no longer
	 */
	private List<Ticket> serve() {
		List<Ticket> decided = new ArrayList<>();
		while (!this.waiting.isEmpty()) {
			Ticket first = first();
			attempt(first);
			if (first.state == State.WAITING) {
				break;
			}
			this.waiting.remove(first);
			decided.add(first);
		}
		return decided;
	}

	private void attempt(Ticket ticket) {
		if (!ticket.placed) {
			if (this.occupied >= this.places) {
				ticket.lacks = Limit.CONCURRENCY;
				return;
			}
			this.occupied++;
			ticket.placed = true;
		}
		if (ticket.asking > 0) {
			return;
		}
		if (!ticket.blocked || now() - ticket.blockedUntil >= 0) {
			ticket.blocked = false;
			this.asking = true;
			for (int i = 0; i < this.bounds.size(); i++) {
				if (!ticket.passed(i)) {
					ask(ticket, i);
				}
			}
			this.asking = false;
		}
		if (ticket.asking == 0) {
			conclude(ticket);
		}
	}

	private void ask(Ticket ticket, int bound) {
		CompletableFuture<Long> answer = this.bounds.get(bound).take(ticket);
		if (answer.isDone() && !answer.isCompletedExceptionally()) {
			ticket.answered(bound, this.bounds.get(bound).limit(), answer.join(), now());
			return;
		}
		ticket.asking++;
		// a quota that fails against its contract must not stop the calls
		answer.whenComplete((wait, failure) -> answered(ticket, bound, (failure != null) ? 0 : wait));
	}

	private void answered(Ticket ticket, int bound, long wait) {
		List<Ticket> decided;
		synchronized (this.monitor) {
			ticket.asking--;
			if (ticket.state != State.WAITING) {
				if (wait <= 0) {
					this.bounds.get(bound).giveBack(ticket);
				}
				return;
			}
			ticket.answered(bound, this.bounds.get(bound).limit(), wait, now());
			if (this.asking) {
				return;
			}
			decided = serve();
		}
		tell(decided);
	}

	private void conclude(Ticket ticket) {
		if (!ticket.blocked) {
			ticket.state = State.ADMITTED;
			ticket.stopPatience();
		}
		else if (hopeless(ticket)) {
			refuse(ticket, ticket);
		}
		else {
			wakeAt(ticket.blockedUntil);
		}
	}

	/**
	 * Whether it is known already that the wait is too long. What other calls took and
	 * will not use may let a call pass sooner, but that is so for tokens only.
	 */
	private boolean hopeless(Ticket ticket) {
		boolean alone = this.occupied <= 1;
		boolean over = now() - ticket.latest >= 0;
		return ticket.blockedUntil - ticket.latest > 0 && (over || alone || !ticket.lacks.ofTokens());
	}

	private void refuse(Ticket ticket, Ticket first) {
		boolean known = first.blocked && first.placed;
		Duration wait = known ? Duration.ofNanos(Math.max(1, first.blockedUntil - now())) : null;
		ticket.refusal = new Refusal(first.placed ? first.lacks : Limit.CONCURRENCY, wait);
		ticket.state = State.REFUSED;
		release(ticket);
	}

	private void release(Ticket ticket) {
		ticket.stopPatience();
		if (ticket.placed) {
			ticket.placed = false;
			this.occupied--;
		}
		for (int i = 0; i < this.bounds.size(); i++) {
			if (ticket.passed(i)) {
				this.bounds.get(i).giveBack(ticket);
			}
		}
		ticket.passed = 0;
	}

	private void wakeAt(long time) {
		Disposable before = this.alarm;
		if (before != null) {
			before.dispose();
		}
		this.alarm = this.clock.scheduler().schedule(this::woken, Math.max(0, time - now()), TimeUnit.NANOSECONDS);
	}

	private void woken() {
		List<Ticket> decided;
		synchronized (this.monitor) {
			decided = serve();
		}
		tell(decided);
	}

	private void endPatienceAfter(Ticket ticket, long nanos) {
		ticket.patience = this.clock.scheduler().schedule(() -> patienceEnded(ticket), nanos, TimeUnit.NANOSECONDS);
	}

	private void patienceEnded(Ticket ticket) {
		List<Ticket> decided = new ArrayList<>();
		synchronized (this.monitor) {
			if (ticket.state != State.WAITING) {
				return;
			}
			if (first().asking > 0) {
				// the line moves as fast as the quotas answer
				endPatienceAfter(ticket, ASKING_NANOS);
				return;
			}
			refuse(ticket, first());
			this.waiting.remove(ticket);
			decided.add(ticket);
			decided.addAll(serve());
		}
		tell(decided);
	}

	private void tell(List<Ticket> decided) {
		for (Ticket ticket : decided) {
			Refusal refusal = ticket.refusal;
			this.clock.scheduler()
				.schedule((refusal != null) ? () -> ticket.holder().refused(refusal) : ticket.holder()::admitted);
		}
	}

	/**
	 * What is left of the quota of one kind, or {@code null} where nobody knows.
	 */
	@Nullable Long left(Predicate<Limit> kind) {
		for (Bound bound : this.bounds) {
			if (kind.test(bound.limit())) {
				return bound.quota().left();
			}
		}
		return null;
	}

	/**
	 * How many calls are under way or about to be.
	 */
	int occupied() {
		synchronized (this.monitor) {
			return this.occupied;
		}
	}

	/**
	 * How many calls wait.
	 */
	int waiting() {
		synchronized (this.monitor) {
			return this.waiting.size();
		}
	}

}
