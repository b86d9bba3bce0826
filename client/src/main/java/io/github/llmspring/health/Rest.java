package io.github.llmspring.health;

import java.time.Instant;

/**
 * Time in which others should be asked.
 *
 * @param since when it began
 * @param until when it is over
 * @param why why, in a clause
 * @param shunned whether it began because the service lets no call in
 */
record Rest(Instant since, Instant until, String why, boolean shunned) {

	static final Rest NONE = new Rest(Instant.MIN, Instant.MIN, "", false);

	boolean over(Instant now) {
		return !now.isBefore(this.until);
	}

	/**
	 * The one of two that ends later.
	 */
	Rest orLonger(Rest other) {
		return other.until.isAfter(this.until) ? other : this;
	}

}
