package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * What a million tokens of a model cost.
 */
class CatalogPriceProperties extends CatalogTokenPriceProperties {

	/**
	 * Prices of longer requests: each with 'above', the most tokens of a request that
	 * still costs less, and the prices that differ.
	 */
	private List<CatalogTierProperties> tiers = new ArrayList<>();

	public List<CatalogTierProperties> getTiers() {
		return this.tiers;
	}

	public void setTiers(List<CatalogTierProperties> tiers) {
		this.tiers = tiers;
	}

}
