package io.github.llmspring.autoconfigure;

import io.github.llmspring.Cost;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;

/**
 * Prices of what is known of models.
 *
 * @param models what is known
 */
record CatalogPricing(Models models) implements Pricing {

	@Override
	public @Nullable Cost cost(ModelAddress address, Usage usage) {
		return this.models.cost(address, usage);
	}

}
