package io.github.llmspring.resilience.limit;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An amount that may be used up in a minute, and that grows again all the time.
 */
public interface Quota {

	/**
	 * Answer to a take that succeeded.
	 */
	CompletableFuture<Long> TAKEN = CompletableFuture.completedFuture(0L);

	/**
	 * Takes an amount, or nothing. It never waits and never fails.
	 * @param amount the amount
	 * @return 0 once it is taken; else the nanoseconds until there is so much
	 */
	CompletableFuture<Long> take(long amount);

	/**
	 * Corrects what was taken.
	 * @param surplus what was taken and not used; below 0 what was used beyond
	 */
	void correct(long surplus);

	/**
	 * What is left, as far as is known without asking anybody.
	 * @return the amount, below 0 where more was used than there was; {@code null} where
	 * it is not known
	 */
	default @Nullable Long left() {
		return null;
	}

}
