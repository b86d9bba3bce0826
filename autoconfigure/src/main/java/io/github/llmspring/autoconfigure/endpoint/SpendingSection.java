package io.github.llmspring.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.budget.Spending;
import io.github.llmspring.budget.Spending.Sum;
import io.github.llmspring.budget.SpendingLedger;
import org.jspecify.annotations.Nullable;

/**
 * Tokens and cost of today and of this month.
 *
 * @param ledger knows them
 */
record SpendingSection(SpendingLedger ledger) implements LlmEndpointSection {

	@Override
	public String name() {
		return "spending";
	}

	@Override
	public Object whole() {
		return inBoth(SpendingSection::parts);
	}

	@Override
	public Object of(String provider) {
		return inBoth((spending) -> sum(spending.providers().get(provider)));
	}

	private Map<String, Object> inBoth(Function<Spending, Map<String, Object>> told) {
		return new Report().with("today", told.apply(this.ledger.today()))
			.with("thisMonth", told.apply(this.ledger.thisMonth()))
			.values();
	}

	private static Map<String, Object> parts(Spending spending) {
		Map<String, Object> tags = new LinkedHashMap<>();
		spending.tags().forEach((tag, values) -> tags.put(tag, sums(values)));
		return new Report().with("since", spending.since())
			.with("total", sum(spending.total()))
			.with("byModel", sums(spending.models()))
			.with("byRoute", sums(spending.routes()))
			.with("byTag", tags)
			.values();
	}

	private static Map<String, Object> sums(Map<String, Sum> sums) {
		Map<String, Object> told = new LinkedHashMap<>();
		sums.forEach((name, sum) -> told.put(name, sum(sum)));
		return told;
	}

	private static Map<String, Object> sum(@Nullable Sum sum) {
		if (sum == null) {
			return Map.of();
		}
		Map<String, Object> costs = new LinkedHashMap<>();
		sum.costs()
			.forEach((cost) -> costs.put(cost.currency().getCurrencyCode(),
					cost.amount().stripTrailingZeros().toPlainString()));
		return new Report().with("exchanges", sum.exchanges())
			.with("inputTokens", sum.inputTokens())
			.with("cachedInputTokens", sum.cachedInputTokens())
			.with("outputTokens", sum.outputTokens())
			.with("reasoningTokens", sum.reasoningTokens())
			.with("cost", costs)
			.with("withoutCost", sum.withoutCost())
			.with("estimated", sum.estimated())
			.values();
	}

}
