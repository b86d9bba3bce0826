package io.github.llmspring.budget;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Tells several applications of each other's spending, so that they keep to a budget
 * together. Amounts are in billionths of the budget's currency.
 */
@FunctionalInterface
public interface BudgetSharing {

	/**
	 * Shares nothing: there are no others.
	 */
	BudgetSharing NOBODY = (budget, since, own) -> CompletableFuture.completedFuture(new Others(true, 0, 0));

	/**
	 * Tells what this application spends, and learns what the others do.
	 * @param budget the budget
	 * @param since when the current period began
	 * @param own what this application spends
	 * @return what the others spend, failed where they cannot be reached
	 */
	CompletableFuture<Others> tell(Budget budget, Instant since, Own own);

	/**
	 * What this application spends in a period.
	 *
	 * @param number counts what is told: what has a lower number than something else is
	 * older
	 * @param spent what was spent
	 * @param reserved what is reserved for calls under way, the wanted amount included
	 * @param wanted what is to be reserved now if anything is left, 0 for nothing
	 */
	record Own(long number, long spent, long reserved, long wanted) {

	}

	/**
	 * What all others spend in a period.
	 *
	 * @param granted whether what was wanted is reserved
	 * @param spent what was spent
	 * @param reserved what is reserved for their calls under way
	 */
	record Others(boolean granted, long spent, long reserved) {

	}

}
