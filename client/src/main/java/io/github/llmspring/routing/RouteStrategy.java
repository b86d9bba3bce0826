package io.github.llmspring.routing;

/**
 * How a route chooses among its models that are ready.
 */
public enum RouteStrategy {

	/**
	 * The first in the list.
	 */
	ORDERED,

	/**
	 * By chance, as often as their weights say.
	 */
	WEIGHTED,

	/**
	 * One of those that begin soonest.
	 */
	FASTEST,

	/**
	 * The one with the lowest price for the request; the first in the list where prices
	 * are not known.
	 */
	CHEAPEST,

	/**
	 * The one with the fewest calls under way.
	 */
	LEAST_BUSY

}
