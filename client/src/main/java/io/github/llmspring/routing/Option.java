package io.github.llmspring.routing;

import java.util.List;

/**
 * One of the things that a route chooses among: a model, or another route as a whole.
 *
 * @param weight its share
 * @param candidates what is asked where it is chosen, the best first; at least one
 */
record Option(int weight, List<RouteCandidate> candidates) {

	/**
	 * The candidate that it is judged by.
	 */
	RouteCandidate best() {
		return this.candidates.get(0);
	}

}
