package io.github.llmspring.budget;

import java.math.BigDecimal;

import io.github.llmspring.Cost;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Prices for tests: one dollar for each thousand tokens sent, two for each thousand made,
 * of every model whose name begins with {@code priced}.
 */
final class PriceList implements Pricing {

	@Override
	public @Nullable Cost cost(ModelAddress address, Usage usage) {
		if (address.model() == null || !address.model().startsWith("priced") || usage.inputTokens() == null
				|| usage.outputTokens() == null) {
			return null;
		}
		return Cost.usd(BigDecimal.valueOf(usage.inputTokens() + 2 * usage.outputTokens(), 3));
	}

}
