package io.github.llmspring.benchmarks.loopback;

import java.util.List;
import java.util.Locale;

/**
 * The middle and the ends of some values.
 *
 * @param median the middle
 * @param min the smallest
 * @param max the greatest
 */
public record Spread(double median, double min, double max) {

	/**
	 * The spread of some values.
	 * @param values the values, one at least
	 * @return the spread
	 */
	public static Spread of(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		double median = (sorted.size() % 2 == 1) ? sorted.get(middle)
				: (sorted.get(middle - 1) + sorted.get(middle)) / 2;
		return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
	}

	/**
	 * The spread for people to read.
	 * @param decimals digits after the point
	 * @return median, minimum and maximum
	 */
	public String format(int decimals) {
		String number = "%,." + decimals + "f";
		return String.format(Locale.ROOT, number + " (" + number + " - " + number + ")", this.median, this.min,
				this.max);
	}

}
