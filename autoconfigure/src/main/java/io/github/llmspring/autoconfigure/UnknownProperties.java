package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.Map;

import io.github.llmspring.routing.Alternatives;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Finds properties under {@code llm} that nothing is made of, since a mistyped name would
 * otherwise be a setting without effect.
 */
final class UnknownProperties {

	private static final ConfigurationPropertyName PROVIDERS = ConfigurationPropertyName.of("llm.providers");

	private static final ConfigurationPropertyName ROUTES = ConfigurationPropertyName.of("llm.routes");

	private static final ConfigurationPropertyName BUDGETS = ConfigurationPropertyName.of("llm.budgets");

	private static final ConfigurationPropertyName MODELS = ConfigurationPropertyName.of("llm.catalog.models");

	private static final PropertyNames LLM = new PropertyNames(LlmProperties.class);

	private static final PropertyNames PROVIDER = new PropertyNames(ProviderProperties.class);

	private static final PropertyNames ROUTE = new PropertyNames(RouteProperties.class);

	private static final PropertyNames BUDGET = new PropertyNames(BudgetProperties.class);

	private static final String BUDGET_TAG = "when.tag.";

	private static final PropertyNames MODEL = new PropertyNames(CatalogModelProperties.class);

	private final ConfigurationOrigins origins;

	UnknownProperties(ConfigurationOrigins origins) {
		this.origins = origins;
	}

	void check(BoundNames bound) {
		for (ConfigurationProperty property : this.origins.deliberate()) {
			if (!bound.contains(property) && (bound.isGroup(property.getName()) || !isKnown(property.getName()))) {
				throw unknown(property, bound);
			}
		}
	}

	/**
	 * Whether there is such a property. One that found no place all the same is blank,
	 * which is to say absent, or of a list in whose place another one counts.
	 */
	private static boolean isKnown(ConfigurationPropertyName name) {
		if (isOf(ROUTES, name)) {
			return ROUTE.has(words(name, 3));
		}
		if (isOf(BUDGETS, name)) {
			return String.join(".", words(name, 3)).startsWith(BUDGET_TAG) || BUDGET.has(words(name, 3));
		}
		if (isOf(MODELS, name)) {
			return MODEL.has(words(name, 4));
		}
		return isOf(PROVIDERS, name) ? PROVIDER.has(words(name, 3)) : LLM.has(words(name, 1));
	}

	private static boolean isOf(ConfigurationPropertyName entries, ConfigurationPropertyName name) {
		return entries.isAncestorOf(name) && name.getNumberOfElements() > entries.getNumberOfElements() + 1;
	}

	private static InvalidLlmConfigurationException unknown(ConfigurationProperty property, BoundNames bound) {
		ConfigurationPropertyName name = property.getName();
		if (bound.isGroup(name)) {
			GroupValue group = new GroupValue(name);
			return failure(property, group.problem(), group.action());
		}
		if (isOf(ROUTES, name)) {
			return failure(property, "Routes have no such property.", suggestion(ROUTE, words(name, 3)));
		}
		if (isOf(BUDGETS, name)) {
			return failure(property, "Budgets have no such property.", suggestion(BUDGET, words(name, 3)));
		}
		if (isOf(MODELS, name)) {
			return failure(property, "Models have no such property.",
					name.getElement(3, ConfigurationPropertyName.Form.ORIGINAL).contains("/")
							? suggestion(MODEL, words(name, 4)) : CatalogModels.BRACKETS);
		}
		if (!isOf(PROVIDERS, name)) {
			return failure(property, "There is no such property.", suggestion(words(name, 1)));
		}
		if (name.isNumericIndex(2)) {
			return failure(property, "Providers are no list: each has its id in front of its properties.",
					"Write '" + PROVIDERS + ".<id>.<property>'; in YAML the id, such as 'openai:', without a dash.");
		}
		List<String> words = words(name, 3);
		boolean known = bound.isGroup(name.chop(3));
		String rest = known ? null : dottedId(words);
		if (rest != null) {
			String prefix = name.toString().substring(0, name.toString().length() - rest.length() - 1);
			String id = prefix.substring(PROVIDERS.toString().length() + 1);
			return failure(property, "The id of a provider, '" + id + "', holds a dot.",
					"Write dashes instead: '" + PROVIDERS + "." + id.replace('.', '-') + "." + rest + "'.");
		}
		return failure(property, "Providers have no such property.", suggestion(PROVIDER, words));
	}

	private static List<String> words(ConfigurationPropertyName name, int from) {
		List<String> words = new ArrayList<>();
		for (int i = from; i < name.getNumberOfElements(); i++) {
			words.add(element(name, i));
		}
		return words;
	}

	private static InvalidLlmConfigurationException failure(ConfigurationProperty property, String problem,
			String action) {
		return new InvalidLlmConfigurationException(property.getName().toString(), null, property.getOrigin(), problem,
				action);
	}

	/**
	 * Known property at the end of words that begin with the rest of an id.
	 */
	private static @Nullable String dottedId(List<String> words) {
		List<String> known = PROVIDER.all();
		for (int i = 1; i < words.size(); i++) {
			String rest = String.join(".", words.subList(i, words.size()));
			if (known.stream().anyMatch((name) -> rest.equals(name) || rest.startsWith(name + "."))) {
				return rest;
			}
		}
		return null;
	}

	/**
	 * What looks like a provider is one in the wrong place.
	 */
	private static String suggestion(List<String> words) {
		boolean provider = words.size() > 1 && !LLM.own().contains(words.get(0))
				&& PROVIDER.all().contains(String.join(".", words.subList(1, words.size())));
		String moved = PROVIDERS + "." + String.join(".", words);
		return (provider && Alternatives.of(LLM.own()).closest(words.get(0)).isEmpty())
				? "Did you mean '" + moved + "'? Providers stand under '" + PROVIDERS + "'." : suggestion(LLM, words);
	}

	private static String suggestion(PropertyNames all, List<String> words) {
		PropertyNames level = all;
		for (int i = 0; i < words.size(); i++) {
			String word = words.get(i);
			PropertyNames group = level.group(word);
			if (group == null && level.own().contains(word)) {
				return "'" + word + "' takes a single value.";
			}
			if (group == null) {
				return suggestion(all, level, word);
			}
			level = group;
		}
		return Alternatives.of(level.own()).sentence("");
	}

	/**
	 * The very word elsewhere, else a close one at its place, else a close one elsewhere.
	 */
	private static String suggestion(PropertyNames all, PropertyNames level, String word) {
		Map<String, String> byLastWord = new TreeMap<>();
		all.all().forEach((name) -> byLastWord.putIfAbsent(name.substring(name.lastIndexOf('.') + 1), name));
		Alternatives here = Alternatives.of(level.own());
		String meant = byLastWord.get(word);
		if (meant == null && here.closest(word).isEmpty()) {
			meant = Alternatives.of(byLastWord.keySet()).closest(word).map(byLastWord::get).orElse(null);
		}
		return (meant != null) ? "Did you mean '" + meant + "'?" : here.sentence(word);
	}

	private static String element(ConfigurationPropertyName name, int index) {
		return name.getElement(index, ConfigurationPropertyName.Form.DASHED);
	}

}
