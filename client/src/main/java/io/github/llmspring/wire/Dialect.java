package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How one service deviates from its wire format, as data.
 * <p>
 * A dialect is a map of {@link DialectKey keys} to values, and rules for models that
 * deviate further: under the key {@code models} a list of maps, each with a regular
 * expression {@code match} for the whole model name and the values that hold for it. The
 * first rule that matches counts; it may hold such a list itself, for models that deviate
 * further still.
 */
public final class Dialect {

	/**
	 * Dialect of a service that keeps to the format.
	 */
	public static final Dialect STANDARD = new Dialect(Map.of());

	private static final String MODELS = "models";

	private static final String MATCH = "match";

	private final Map<String, Object> values;

	private final List<ModelRule> rules;

	private final Json json;

	private volatile @Nullable KnownModel last;

	private volatile @Nullable Completed completed;

	private Dialect(Map<String, Object> values) {
		this.values = values;
		this.json = Json.ofDepth(get(DialectKey.JSON_DEPTH));
		this.rules = rules(values);
	}

	/**
	 * Dialect of the given values.
	 * @param values values by the name of their key
	 * @return the dialect
	 */
	public static Dialect of(Map<String, Object> values) {
		return new Dialect(Map.copyOf(values));
	}

	private static List<ModelRule> rules(Map<String, Object> values) {
		List<ModelRule> rules = new ArrayList<>();
		if (values.get(MODELS) instanceof List<?> entries) {
			for (Object entry : entries) {
				Map<String, Object> merged = new HashMap<>(values);
				merged.remove(MODELS);
				((Map<?, ?>) entry).forEach((key, value) -> merged.put((String) key, value));
				rules.add(new ModelRule(Pattern.compile((String) merged.remove(MATCH)), new Dialect(merged)));
			}
		}
		return List.copyOf(rules);
	}

	/**
	 * Value of a key.
	 * @param key the key
	 * @param <T> the type of its values
	 * @return this dialect's value, or the key's default
	 */
	public <T> T get(DialectKey<T> key) {
		Object value = this.values.get(key.name());
		return (value != null) ? key.type().cast(value) : key.defaultValue();
	}

	/**
	 * Values of a key, whatever model is asked.
	 * @param key the key
	 * @param <T> the type of its values
	 * @return this dialect's value and those of its rules for models
	 */
	public <T> Set<T> all(DialectKey<T> key) {
		Set<T> all = new HashSet<>();
		all.add(get(key));
		this.rules.forEach((rule) -> all.addAll(rule.dialect().all(key)));
		return all;
	}

	/**
	 * This dialect with one value changed, for its models too.
	 * @param key the key
	 * @param value the new value
	 * @param <T> the type of its values
	 * @return the changed dialect
	 */
	public <T> Dialect with(DialectKey<T> key, T value) {
		Map<String, Object> changed = new HashMap<>(this.values);
		changed.put(key.name(), value);
		return new Dialect(changed);
	}

	/**
	 * This dialect, completed with another where it says nothing. The last one is
	 * remembered, as a format asks with the same one always.
	 * @param defaults the dialect to fall back on, its rules for models aside
	 * @return the completed dialect
	 */
	public Dialect orElse(Dialect defaults) {
		if (defaults.values.isEmpty()) {
			return this;
		}
		Completed known = this.completed;
		if (known != null && known.defaults() == defaults) {
			return known.dialect();
		}
		Map<String, Object> values = new HashMap<>(defaults.values);
		values.remove(MODELS);
		values.putAll(this.values);
		Dialect dialect = new Dialect(values);
		this.completed = new Completed(defaults, dialect);
		return dialect;
	}

	/**
	 * This dialect as one model speaks it. The last one is remembered, as most calls ask
	 * the model that the call before asked.
	 * @param model the model's name, or {@code null}
	 * @return this dialect, or that of the first rule that matches
	 */
	public Dialect forModel(@Nullable String model) {
		if (model == null || this.rules.isEmpty()) {
			return this;
		}
		KnownModel known = this.last;
		if (known != null && known.model().equals(model)) {
			return known.dialect();
		}
		Dialect dialect = match(model);
		this.last = new KnownModel(model, dialect);
		return dialect;
	}

	private Dialect match(String model) {
		for (ModelRule rule : this.rules) {
			if (rule.match().matcher(model).matches()) {
				return rule.dialect().match(model);
			}
		}
		return this;
	}

	/**
	 * Names of the keys that have a value here or in a rule for models.
	 * @return the names
	 */
	public List<String> keys() {
		List<String> names = new ArrayList<>(this.values.keySet());
		names.remove(MODELS);
		this.rules.forEach((rule) -> names.addAll(rule.dialect().keys()));
		return names.stream().distinct().sorted().toList();
	}

	/**
	 * Reader and writer of JSON with this dialect's limits.
	 * @return the JSON tools
	 */
	public Json json() {
		return this.json;
	}

	private record ModelRule(Pattern match, Dialect dialect) {
	}

	private record KnownModel(String model, Dialect dialect) {
	}

	private record Completed(Dialect defaults, Dialect dialect) {
	}

}
