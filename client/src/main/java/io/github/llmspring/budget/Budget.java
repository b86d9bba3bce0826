package io.github.llmspring.budget;

import java.util.Map;

import io.github.llmspring.Cost;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money that some calls may cost together in a period.
 *
 * @param name the name, as in {@code llm.budgets.<name>}
 * @param limit the amount
 * @param period after which time it begins anew
 * @param scope which calls count
 * @param whenSpent what happens to calls once it is spent
 */
public record Budget(String name, Cost limit, BudgetPeriod period, Scope scope, WhenSpent whenSpent) {

	/**
	 * The property that sets the limit.
	 * @return the property's name
	 */
	public String property() {
		return "llm.budgets." + this.name + ".limit";
	}

	/**
	 * What happens to calls once a budget is spent.
	 */
	public enum WhenSpent {

		/**
		 * They fail before they are sent.
		 */
		REJECT,

		/**
		 * They go on, and their answers hold a warning.
		 */
		WARN,

		/**
		 * Routes ask the cheapest of their models, and answers hold a warning.
		 */
		CHEAPEST

	}

	/**
	 * Which calls count.
	 *
	 * @param tags tags that a call must have with these values, none for all calls
	 * @param route the route that must have chosen the model, or {@code null} for any
	 * @param provider the id of the provider that must be asked, or {@code null} for any
	 */
	public record Scope(Map<String, String> tags, @Nullable String route, @Nullable String provider) {

		/**
		 * All calls.
		 */
		public static final Scope EVERYTHING = new Scope(Map.of(), null, null);

		public Scope {
			tags = Map.copyOf(tags);
		}

		boolean covers(@Nullable String route, Map<String, String> tags) {
			return (this.route == null || this.route.equals(route))
					&& (this.tags.isEmpty() || tags.entrySet().containsAll(this.tags.entrySet()));
		}

		boolean covers(String provider, @Nullable String route, Map<String, String> tags) {
			return (this.provider == null || this.provider.equals(provider)) && covers(route, tags);
		}

		/**
		 * Whether this is one provider, whatever it is asked for.
		 */
		boolean isAllOf(String provider) {
			return provider.equals(this.provider) && this.route == null && this.tags.isEmpty();
		}

	}

}
