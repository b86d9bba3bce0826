package io.github.llmspring.resilience.limit;

import java.util.concurrent.CompletableFuture;

/**
 * A limit with the quota that it is kept by.
 *
 * @param limit the limit
 * @param quota its quota
 */
record Bound(Limit limit, Quota quota) {

	CompletableFuture<Long> take(Ticket ticket) {
		try {
			return this.quota.take(amount(ticket));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	void giveBack(Ticket ticket) {
		this.quota.correct(amount(ticket));
	}

	/**
	 * Corrects what a call took to what it used. A service that tells what is left has
	 * counted for itself.
	 */
	void correct(Ticket ticket, boolean sent, long tokens) {
		if (this.limit.learnt()) {
			return;
		}
		long surplus = amount(ticket) - (this.limit.ofTokens() ? tokens : (sent ? 1 : 0));
		if (surplus != 0) {
			this.quota.correct(surplus);
		}
	}

	private long amount(Ticket ticket) {
		return this.limit.ofTokens() ? ticket.tokens() : 1;
	}

}
