package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of presets, of which one may start from another: {@code "like": "gemini"} takes
 * over how that service speaks, its wire format and its dialect. Where it is and how it
 * wants the key are never taken over, so no key goes to another service. A rule for
 * models may do the same, where a service offers the models of another one.
 * <p>
 * What a row says itself wins; its own rules for models are tried before those of the
 * other.
 */
final class PresetRows {

	private static final String LIKE = "like";

	private static final String WIRE_FORMAT = "wire-format";

	private static final String DIALECT = "dialect";

	private static final String MODELS = "models";

	private final Map<String, Map<String, Object>> rows;

	PresetRows(Map<String, Map<String, Object>> rows) {
		this.rows = rows;
	}

	/**
	 * All rows, each with what it takes over from another and from the row for all.
	 * @param all name of the row whose dialect holds for all others
	 * @return the rows by name, without the one for all
	 */
	Map<String, Map<String, Object>> completed(String all) {
		Map<String, Object> common = this.rows.getOrDefault(all, Map.of());
		Map<String, Map<String, Object>> completed = new LinkedHashMap<>();
		this.rows.forEach((name, row) -> {
			if (!name.equals(all)) {
				completed.put(name, merged(like(name, row, Set.of()), common));
			}
		});
		return completed;
	}

	private Map<String, Object> like(String name, Map<String, Object> row, Set<String> path) {
		Set<String> further = new HashSet<>(path);
		further.add(name);
		Map<String, Object> own = withRulesOfOthers(name, row, further);
		String other = (String) row.get(LIKE);
		return (other != null) ? merged(own, model(name, other, further)) : own;
	}

	private Map<String, Object> model(String name, String other, Set<String> path) {
		Map<String, Object> model = this.rows.get(other);
		if (model == null || path.contains(other)) {
			throw new IllegalStateException("Preset '" + name + "' cannot be like '" + other + "': "
					+ ((model != null) ? "that one starts from it" : "there is no such preset"));
		}
		return like(other, model, path);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> withRulesOfOthers(String name, Map<String, Object> row, Set<String> path) {
		List<Map<String, Object>> rules = new ArrayList<>();
		for (Object entry : rules(row)) {
			Map<String, Object> rule = new HashMap<>((Map<String, Object>) entry);
			String other = (String) rule.remove(LIKE);
			rules.add((other != null) ? dialect(merged(Map.of(DIALECT, rule), model(name, other, path))) : rule);
		}
		if (rules.isEmpty()) {
			return row;
		}
		Map<String, Object> dialect = new HashMap<>(dialect(row));
		dialect.put(MODELS, rules);
		Map<String, Object> completed = new HashMap<>(row);
		completed.put(DIALECT, dialect);
		return completed;
	}

	private static Map<String, Object> merged(Map<String, Object> row, Map<String, Object> other) {
		Map<String, Object> merged = new HashMap<>(row);
		if (other.containsKey(WIRE_FORMAT)) {
			merged.putIfAbsent(WIRE_FORMAT, other.get(WIRE_FORMAT));
		}
		Map<String, Object> dialect = new HashMap<>(dialect(other));
		dialect.putAll(dialect(row));
		List<Object> rules = new ArrayList<>(rules(row));
		rules.addAll(rules(other));
		if (!rules.isEmpty()) {
			dialect.put(MODELS, rules);
		}
		merged.put(DIALECT, dialect);
		return merged;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> dialect(Map<String, Object> row) {
		return (Map<String, Object>) row.getOrDefault(DIALECT, Map.of());
	}

	private static List<?> rules(Map<String, Object> row) {
		return (List<?>) dialect(row).getOrDefault(MODELS, List.of());
	}

}
