package io.github.llmspring.routing;

import org.jspecify.annotations.Nullable;

/**
 * Route that cannot be, and how to mend it.
 */
public final class InvalidRouteException extends RuntimeException {

	private final String route;

	private final String setting;

	private final @Nullable String value;

	private final String problem;

	private final String action;

	InvalidRouteException(String route, String setting, @Nullable String value, String problem, String action) {
		super("Invalid route '" + route + "'. " + problem + " " + action);
		this.route = route;
		this.setting = setting;
		this.value = value;
		this.problem = problem;
		this.action = action;
	}

	/**
	 * Name of the route.
	 * @return the name
	 */
	public String route() {
		return this.route;
	}

	/**
	 * What of the route is wrong.
	 * @return the setting as configuration names it, empty for the name itself
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * Value that is wrong.
	 * @return the value, or {@code null} where there is none
	 */
	public @Nullable String value() {
		return this.value;
	}

	/**
	 * What is wrong.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * How to mend it.
	 * @return one or more sentences
	 */
	public String action() {
		return this.action;
	}

}
