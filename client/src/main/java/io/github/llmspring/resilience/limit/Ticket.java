package io.github.llmspring.resilience.limit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * One call in the {@link WaitingLine}, which alone reads and changes it.
 */
final class Ticket {

	private final Holder holder;

	private final long tokens;

	State state = State.NEW;

	/**
	 * Until when it waits.
	 */
	long latest;

	/**
	 * Whether it has a place among the calls under way.
	 */
	boolean placed;

	/**
	 * Which bounds have let it pass, a bit for each.
	 */
	int passed;

	/**
	 * How many quotas have not answered yet.
	 */
	int asking;

	/**
	 * Whether a quota has told it to wait.
	 */
	boolean blocked;

	/**
	 * Until when.
	 */
	long blockedUntil;

	/**
	 * What it waits for.
	 */
	Limit lacks = Limit.CONCURRENCY;

	@Nullable Refusal refusal;

	@Nullable Disposable patience;

	Ticket(Holder holder, long tokens) {
		this.holder = holder;
		this.tokens = tokens;
	}

	Holder holder() {
		return this.holder;
	}

	long tokens() {
		return this.tokens;
	}

	/**
	 * Notes what a quota answered.
	 * @param bound which one
	 * @param limit what it is a quota of
	 * @param wait the wait, 0 for none
	 * @param now the time
	 */
	void answered(int bound, Limit limit, long wait, long now) {
		if (wait <= 0) {
			this.passed |= 1 << bound;
		}
		else if (!this.blocked || now + wait - this.blockedUntil > 0) {
			this.blocked = true;
			this.blockedUntil = now + wait;
			this.lacks = limit;
		}
	}

	boolean passed(int bound) {
		return (this.passed & (1 << bound)) != 0;
	}

	void stopPatience() {
		Disposable timer = this.patience;
		if (timer != null) {
			timer.dispose();
		}
	}

	/**
	 * Whoever holds the ticket.
	 */
	interface Holder {

		/**
		 * It may go. Told only to those who had to wait.
		 */
		void admitted();

		/**
		 * It may not. Told only to those who had to wait.
		 */
		void refused(Refusal refusal);

	}

	/**
	 * Where a ticket stands.
	 */
	enum State {

		NEW, WAITING, ADMITTED, UNDER_WAY, REFUSED, OVER

	}

}
