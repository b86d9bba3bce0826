package io.github.llmspring.autoconfigure.endpoint;

import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.SpendingLedger;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;

/**
 * Something that the endpoint tells beside what it knows itself. Values are plain: texts,
 * numbers, truths, lists and maps, none of them secret.
 */
public interface LlmEndpointSection {

	/**
	 * Name of the value in what the endpoint tells.
	 * @return the name
	 */
	String name();

	/**
	 * What is told of everything.
	 * @return the value, or {@code null} where there is nothing to tell
	 */
	@Nullable Object whole();

	/**
	 * What is told of one provider.
	 * @param provider the provider's id
	 * @return the value, or {@code null} where there is nothing to tell
	 */
	default @Nullable Object of(String provider) {
		return null;
	}

	/**
	 * Tokens and cost of today and of this month.
	 * @param ledger knows them
	 * @return the section
	 */
	static LlmEndpointSection spending(SpendingLedger ledger) {
		return new SpendingSection(ledger);
	}

	/**
	 * Budgets and what is left of them.
	 * @param budgets the budgets
	 * @return the section
	 */
	static LlmEndpointSection budgets(Budgets budgets) {
		return new BudgetSection(budgets);
	}

	/**
	 * The catalogue of models that prices and limits come from.
	 * @param models knows the catalogue
	 * @return the section
	 */
	static LlmEndpointSection catalog(Models models) {
		return new CatalogSection(models);
	}

}
