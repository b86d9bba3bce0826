package io.github.llmspring.benchmarks.loopback;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Work that all contestants do alike.
 */
interface Scenario {

	/**
	 * What is measured.
	 * @return words for the head of a table
	 */
	String title();

	/**
	 * What the server is like.
	 * @return the path of its base URL
	 */
	String path();

	/**
	 * Works until the code is compiled, or a part of that.
	 * @param contestant the contestant
	 * @param share the part
	 */
	void warmUp(Contestant contestant, double share);

	/**
	 * Works and measures.
	 * @param contestant the contestant
	 * @return what was measured
	 */
	Map<Metric, Double> measure(Contestant contestant);

	/**
	 * Measures contestants in turns, each first in one round and last in another.
	 * @param contestants the contestants
	 * @param rounds how often
	 * @return what was measured
	 */
	default Results compare(List<Contestant> contestants, int rounds) {
		int shares = 10;
		for (int i = 0; i < shares; i++) {
			contestants.forEach((contestant) -> warmUp(contestant, 1.0 / shares));
		}
		Results results = new Results();
		List<Contestant> order = new ArrayList<>(contestants);
		for (int i = 0; i < rounds; i++) {
			order.forEach((contestant) -> results.add(contestant.name(), measure(contestant)));
			Collections.rotate(order, 1);
		}
		return results;
	}

}
