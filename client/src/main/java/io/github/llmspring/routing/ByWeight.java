package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

import io.github.llmspring.ChatRequest;

/**
 * By chance, as often as weights say; what is left is drawn again in the same way.
 *
 * @param random gives numbers from 0 to 1, 1 excluded
 */
record ByWeight(DoubleSupplier random) implements Preference {

	@Override
	public List<Option> rank(List<Option> options, ChatRequest request) {
		List<Option> left = new ArrayList<>(options);
		List<Option> ranked = new ArrayList<>(options.size());
		while (!left.isEmpty()) {
			ranked.add(left.remove(draw(left)));
		}
		return ranked;
	}

	private int draw(List<Option> options) {
		long all = options.stream().mapToLong(Option::weight).sum();
		double point = this.random.getAsDouble() * all;
		for (int i = 0; i < options.size() - 1; i++) {
			point -= options.get(i).weight();
			if (point < 0) {
				return i;
			}
		}
		return options.size() - 1;
	}

}
