package io.github.llmspring.budget;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Cost;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges being added up. Used by one thread at a time.
 */
final class RunningSum {

	private final Map<Currency, BigDecimal> costs = new HashMap<>(1);

	private long exchanges;

	private long input;

	private long cachedInput;

	private long output;

	private long reasoning;

	private long withoutCost;

	private long estimated;

	void add(Spent spent) {
		Usage usage = spent.usage();
		this.exchanges++;
		this.input += known(usage.inputTokens());
		this.cachedInput += known(usage.cachedInputTokens());
		this.output += known(usage.outputTokens());
		this.reasoning += known(usage.reasoningTokens());
		Cost cost = spent.cost();
		if (cost != null) {
			this.costs.merge(cost.currency(), cost.amount(), BigDecimal::add);
		}
		else {
			this.withoutCost++;
		}
		if (spent.estimated()) {
			this.estimated++;
		}
	}

	private static long known(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	Spending.Sum sum() {
		List<Cost> paid = this.costs.entrySet()
			.stream()
			.map((cost) -> new Cost(cost.getValue(), cost.getKey()))
			.sorted(Comparator.comparing((cost) -> cost.currency().getCurrencyCode()))
			.toList();
		return new Spending.Sum(this.exchanges, this.input, this.cachedInput, this.output, this.reasoning, paid,
				this.withoutCost, this.estimated);
	}

}
