package io.github.llmspring.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Cost;
import io.github.llmspring.budget.SpendingListener;
import io.github.llmspring.budget.Spent;
import io.github.llmspring.observation.ObservationNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Counts what calls cost, by provider, model, route and such tags of the callers as are
 * wanted: a meter has the same tags at all times. What nobody knows the cost of is
 * counted too, so that it shows that the sum is too low.
 */
final class SpendingMeters implements SpendingListener {

	private final MeterRegistry registry;

	private final List<String> callerTags;

	SpendingMeters(MeterRegistry registry, List<String> callerTags) {
		this.registry = registry;
		this.callerTags = List.copyOf(callerTags);
	}

	@Override
	public void spent(Spent spent) {
		Cost cost = spent.cost();
		if (cost == null) {
			Counter.builder(ObservationNames.COST_UNKNOWN)
				.description("Exchanges whose cost is not known")
				.tags(tags(spent))
				.register(this.registry)
				.increment();
			return;
		}
		Counter.builder(ObservationNames.COST)
			.description("What calls cost")
			.tags(tags(spent))
			.tag(ObservationNames.CURRENCY, cost.currency().getCurrencyCode())
			.register(this.registry)
			.increment(cost.amount().doubleValue());
	}

	private List<Tag> tags(Spent spent) {
		List<Tag> tags = new ArrayList<>(3 + this.callerTags.size());
		tags.add(Tag.of(ObservationNames.PROVIDER_ID, spent.address().provider()));
		tags.add(Tag.of(ObservationNames.REQUEST_MODEL, known(spent.address().model())));
		tags.add(Tag.of(ObservationNames.ROUTE, known(spent.route())));
		Map<String, String> callers = spent.tags();
		this.callerTags
			.forEach((name) -> tags.add(Tag.of(ObservationNames.CALLER_TAG + name, known(callers.get(name)))));
		return tags;
	}

	private static String known(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

}
