package io.github.llmspring.routing;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;

/**
 * The lowest price; those whose price is not known come after the others, as listed.
 *
 * @param prices gives the price of a model, {@code null} where it is not known
 */
record ByPrice(Function<ModelAddress, @Nullable Double> prices) implements Preference {

	@Override
	public List<Option> rank(List<Option> options, boolean streaming) {
		return options.stream().sorted(Comparator.comparingDouble(this::price)).toList();
	}

	private double price(Option option) {
		Double known = this.prices.apply(option.best().address());
		return (known != null) ? known : Double.POSITIVE_INFINITY;
	}

}
