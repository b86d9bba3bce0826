package io.github.llmspring.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Models of one service by all their names.
 */
final class ServiceModels {

	/**
	 * What dates behind names look like; an at sign may stand before them, too.
	 */
	private static final String[] DATES = { "-0000-00-00", "-00000000" };

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
		int date = dateLength(name);
		ModelFacts facts = (date > 0) ? this.dated.get(name.substring(0, name.length() - date)) : null;
		if (this.seen.size() < REMEMBERED) {
			this.seen.put(name, (facts != null) ? facts : ModelFacts.NONE);
		}
		return facts;
	}

	/**
	 * Whether a name is another one with a date behind it.
	 */
	static boolean isDated(String name, String undated) {
		int date = dateLength(name);
		return date > 0 && name.length() == undated.length() + date && name.startsWith(undated);
	}

	private static int dateLength(String name) {
		for (String date : DATES) {
			if (name.length() > date.length() && endsLike(date, name)) {
				return date.length();
			}
		}
		return 0;
	}

	private static boolean endsLike(String date, String name) {
		int begin = name.length() - date.length();
		for (int i = 0; i < date.length(); i++) {
			char found = name.charAt(begin + i);
			boolean fits = (date.charAt(i) == '0') ? found >= '0' && found <= '9'
					: found == '-' || (i == 0 && found == '@');
			if (!fits) {
				return false;
			}
		}
		return true;
	}

	/**
	 * These models with those of another catalogue. A name with a date means what the
	 * name without it means, of whichever catalogue that is.
	 */
	ServiceModels with(ServiceModels other) {
		Map<String, ModelFacts> all = new HashMap<>(this.byName);
		int known = (int) other.byName.keySet().stream().filter(this.byName::containsKey).count();
		all.putAll(other.byName);
		Map<String, ModelFacts> allDated = new HashMap<>(this.dated);
		allDated.replaceAll((name, facts) -> other.byName.getOrDefault(name, facts));
		allDated.putAll(other.dated);
		return new ServiceModels(all, allDated, this.size + Math.max(0, other.size - known));
	}

}
