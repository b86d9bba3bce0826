package io.github.llmspring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * What a million tokens of a longer request cost.
 */
class CatalogTierProperties extends CatalogTokenPriceProperties {

	/**
	 * Most tokens of a request that still costs less.
	 */
	private @Nullable Long above;

	public @Nullable Long getAbove() {
		return this.above;
	}

	public void setAbove(@Nullable Long above) {
		this.above = above;
	}

}
