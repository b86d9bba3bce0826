package io.github.llmspring.budget;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The spending of one day or month in the making.
 */
final class SpendingAccount {

	private final Instant since;

	private final int room;

	private final RunningSum total = new RunningSum();

	private final Map<String, RunningSum> providers = new HashMap<>();

	private final Map<String, RunningSum> models = new HashMap<>();

	private final Map<String, RunningSum> routes = new HashMap<>();

	private final Map<String, Map<String, RunningSum>> tags = new HashMap<>();

	private int tagValues;

	SpendingAccount(Instant since, int room) {
		this.since = since;
		this.room = room;
	}

	Instant since() {
		return this.since;
	}

	void add(Spent spent) {
		this.total.add(spent);
		within(this.providers, spent.address().provider()).add(spent);
		within(this.models, spent.address().toString()).add(spent);
		if (spent.route() != null) {
			within(this.routes, spent.route()).add(spent);
		}
		spent.tags().forEach((tag, value) -> tag(tag, value).add(spent));
	}

	private RunningSum within(Map<String, RunningSum> sums, String name) {
		return known(sums, name, sums.size(), RunningSum::new);
	}

	/**
	 * Sum of a value of a tag. All values of all tags share the room.
	 */
	private RunningSum tag(String tag, String value) {
		Map<String, RunningSum> values = known(this.tags, tag, this.tagValues, HashMap::new);
		int before = values.size();
		RunningSum sum = known(values, value, this.tagValues, RunningSum::new);
		this.tagValues += values.size() - before;
		return sum;
	}

	private <T> T known(Map<String, T> sums, String name, int taken, Supplier<T> fresh) {
		T known = sums.get(name);
		return (known != null) ? known
				: sums.computeIfAbsent((taken < this.room) ? name : SpendingLedger.OTHERS, (key) -> fresh.get());
	}

	Spending spending() {
		Map<String, Map<String, Spending.Sum>> tags = new TreeMap<>();
		this.tags.forEach((tag, values) -> tags.put(tag, sums(values)));
		return new Spending(this.since, this.total.sum(), sums(this.providers), sums(this.models), sums(this.routes),
				tags);
	}

	private static Map<String, Spending.Sum> sums(Map<String, RunningSum> running) {
		Map<String, Spending.Sum> sums = new TreeMap<>();
		running.forEach((name, sum) -> sums.put(name, sum.sum()));
		return sums;
	}

}
