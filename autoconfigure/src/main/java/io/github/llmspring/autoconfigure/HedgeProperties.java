package io.github.llmspring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a route asks a further model beside one that is silent.
 */
class HedgeProperties {

	/**
	 * How long nothing has arrived before the next model is asked as well. The first to
	 * answer counts, the others are cancelled.
	 */
	private @Nullable Duration after;

	/**
	 * Most models to ask beside the first.
	 */
	private int max = 1;

	public @Nullable Duration getAfter() {
		return this.after;
	}

	public void setAfter(@Nullable Duration after) {
		this.after = after;
	}

	public int getMax() {
		return this.max;
	}

	public void setMax(int max) {
		this.max = max;
	}

}
