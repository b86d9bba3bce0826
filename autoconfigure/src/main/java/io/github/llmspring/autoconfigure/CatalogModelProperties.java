package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What is known of one model.
 */
@ConfigurationPropertiesSource
class CatalogModelProperties {

	/**
	 * Most tokens of a request and its answer.
	 */
	private @Nullable Long contextTokens;

	/**
	 * Most tokens of an answer.
	 */
	private @Nullable Long outputTokens;

	/**
	 * What the model can do: 'audio', 'caching', 'files', 'reasoning', 'schema', 'tools'
	 * or 'vision'.
	 */
	private List<String> capabilities = new ArrayList<>();

	/**
	 * What the model cannot do, in the words of 'capabilities'. Requests that need it are
	 * not sent to the model.
	 */
	private List<String> lacks = new ArrayList<>();

	/**
	 * Options that the model does not take, such as 'temperature'. They are left out with
	 * a warning; with strict options the call fails.
	 */
	private List<String> rejects = new ArrayList<>();

	/**
	 * What a million tokens cost, in dollars of the United States.
	 */
	@NestedConfigurationProperty
	private CatalogPriceProperties price = new CatalogPriceProperties();

	public @Nullable Long getContextTokens() {
		return this.contextTokens;
	}

	public void setContextTokens(@Nullable Long contextTokens) {
		this.contextTokens = contextTokens;
	}

	public @Nullable Long getOutputTokens() {
		return this.outputTokens;
	}

	public void setOutputTokens(@Nullable Long outputTokens) {
		this.outputTokens = outputTokens;
	}

	public List<String> getCapabilities() {
		return this.capabilities;
	}

	public void setCapabilities(List<String> capabilities) {
		this.capabilities = capabilities;
	}

	public List<String> getLacks() {
		return this.lacks;
	}

	public void setLacks(List<String> lacks) {
		this.lacks = lacks;
	}

	public List<String> getRejects() {
		return this.rejects;
	}

	public void setRejects(List<String> rejects) {
		this.rejects = rejects;
	}

	public CatalogPriceProperties getPrice() {
		return this.price;
	}

	public void setPrice(CatalogPriceProperties price) {
		this.price = price;
	}

}
