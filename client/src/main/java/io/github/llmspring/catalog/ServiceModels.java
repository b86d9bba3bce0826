package io.github.llmspring.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Models of one service by all their names.
 */
final class ServiceModels {

	private static final Pattern DATE = Pattern.compile("(.+)[-@](\\d{4}-\\d{2}-\\d{2}|\\d{8})");

	/**
	 * Most names that are remembered beside those of the catalogue: names come from
	 * callers.
	 */
	private static final int REMEMBERED = 1_000;

	private final Map<String, ModelFacts> byName;

	private final Map<String, ModelFacts> dated;

	private final int size;

	/**
	 * Names with a date that were looked for, so that each is taken apart once.
	 */
	private final Map<String, ModelFacts> seen = new ConcurrentHashMap<>();

	/**
	 * Models of a service.
	 * @param byName the models by all names
	 * @param dated those that are meant by names with a date behind them, too
	 * @param size the number of models
	 */
	ServiceModels(Map<String, ModelFacts> byName, Map<String, ModelFacts> dated, int size) {
		this.byName = byName;
		this.dated = dated;
		this.size = size;
	}

	int size() {
		return this.size;
	}

	@Nullable ModelFacts find(String name) {
		ModelFacts facts = this.byName.get(name);
		return (facts != null || this.dated.isEmpty()) ? facts : undated(name);
	}

	private @Nullable ModelFacts undated(String name) {
		ModelFacts known = this.seen.get(name);
		if (known != null) {
			return (known != ModelFacts.NONE) ? known : null;
		}
		Matcher matcher = DATE.matcher(name);
		ModelFacts facts = matcher.matches() ? this.dated.get(matcher.group(1)) : null;
		if (this.seen.size() < REMEMBERED) {
			this.seen.put(name, (facts != null) ? facts : ModelFacts.NONE);
		}
		return facts;
	}

	ServiceModels with(ServiceModels other) {
		Map<String, ModelFacts> all = new HashMap<>(this.byName);
		int known = (int) other.byName.keySet().stream().filter(this.byName::containsKey).count();
		all.putAll(other.byName);
		Map<String, ModelFacts> allDated = new HashMap<>(this.dated);
		allDated.putAll(other.dated);
		return new ServiceModels(all, allDated, this.size + Math.max(0, other.size - known));
	}

}
