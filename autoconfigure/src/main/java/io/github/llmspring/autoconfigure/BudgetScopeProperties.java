package io.github.llmspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which calls a budget counts: those that meet everything that is set.
 */
class BudgetScopeProperties {

	/**
	 * Tags that a call must have, by name, with these values.
	 */
	private Map<String, String> tag = new LinkedHashMap<>();

	/**
	 * Route that must have been asked for.
	 */
	private @Nullable String route;

	/**
	 * Id of the provider that must be asked. Routes leave a provider out once a budget
	 * that has no other condition is spent.
	 */
	private @Nullable String provider;

	public Map<String, String> getTag() {
		return this.tag;
	}

	public void setTag(Map<String, String> tag) {
		this.tag = tag;
	}

	public @Nullable String getRoute() {
		return this.route;
	}

	public void setRoute(@Nullable String route) {
		this.route = route;
	}

	public @Nullable String getProvider() {
		return this.provider;
	}

	public void setProvider(@Nullable String provider) {
		this.provider = provider;
	}

}
