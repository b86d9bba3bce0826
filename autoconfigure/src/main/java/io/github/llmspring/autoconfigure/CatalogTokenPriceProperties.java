package io.github.llmspring.autoconfigure;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What a million tokens of one kind each cost.
 */
class CatalogTokenPriceProperties {

	/**
	 * Price of tokens sent.
	 */
	private @Nullable BigDecimal input;

	/**
	 * Price of tokens made.
	 */
	private @Nullable BigDecimal output;

	/**
	 * Price of tokens read from the service's cache. When not set, that of other tokens
	 * sent.
	 */
	private @Nullable BigDecimal cachedInput;

	/**
	 * Price of tokens written to the service's cache. When not set, that of other tokens
	 * sent.
	 */
	private @Nullable BigDecimal cacheWrite;

	/**
	 * Price of tokens thought. When not set, that of other tokens made.
	 */
	private @Nullable BigDecimal reasoning;

	public @Nullable BigDecimal getInput() {
		return this.input;
	}

	public void setInput(@Nullable BigDecimal input) {
		this.input = input;
	}

	public @Nullable BigDecimal getOutput() {
		return this.output;
	}

	public void setOutput(@Nullable BigDecimal output) {
		this.output = output;
	}

	public @Nullable BigDecimal getCachedInput() {
		return this.cachedInput;
	}

	public void setCachedInput(@Nullable BigDecimal cachedInput) {
		this.cachedInput = cachedInput;
	}

	public @Nullable BigDecimal getCacheWrite() {
		return this.cacheWrite;
	}

	public void setCacheWrite(@Nullable BigDecimal cacheWrite) {
		this.cacheWrite = cacheWrite;
	}

	public @Nullable BigDecimal getReasoning() {
		return this.reasoning;
	}

	public void setReasoning(@Nullable BigDecimal reasoning) {
		this.reasoning = reasoning;
	}

}
