package io.github.llmspring.routing;

import java.time.Duration;

/**
 * When a route asks a further candidate beside one that is silent.
 *
 * @param after how long nothing has arrived
 * @param max the most candidates to ask beside the first
 */
public record Hedge(Duration after, int max) {

	public Hedge {
		if (after.isNegative() || after.isZero()) {
			throw new IllegalArgumentException("after is not above 0");
		}
		if (max < 1) {
			throw new IllegalArgumentException("max is not above 0");
		}
	}

}
