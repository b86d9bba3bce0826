package io.github.llmspring.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an application says of the models of one provider, completed with a catalogue.
 */
final class OwnModels {

	private final Map<String, ModelFacts> byName = new HashMap<>();

	/**
	 * Names by what the catalogue knows of their models: all names of one model have the
	 * same object.
	 */
	private final Map<ModelFacts, List<String>> names = new IdentityHashMap<>();

	private OwnModels() {
	}

	static OwnModels of(Map<String, ModelFacts> models, String service, Catalog catalog) {
		OwnModels own = new OwnModels();
		models.forEach((model, facts) -> own.add(model, facts, catalog.find(service, model)));
		return own;
	}

	private void add(String model, ModelFacts facts, @Nullable ModelFacts known) {
		this.byName.put(model, (known != null) ? facts.orElse(known) : facts);
		if (known != null) {
			this.names.computeIfAbsent(known, (key) -> new ArrayList<>(1)).add(model);
		}
	}

	@Nullable ModelFacts find(String model) {
		return this.byName.get(model);
	}

	/**
	 * What is said of a model whose name has a date here and none there.
	 * @param model the name, of which nothing is said itself
	 * @param known what the catalogue knows of it
	 */
	@Nullable ModelFacts findUndated(String model, ModelFacts known) {
		List<String> same = this.names.get(known);
		for (int i = 0; same != null && i < same.size(); i++) {
			if (ServiceModels.isDated(model, same.get(i))) {
				return this.byName.get(same.get(i));
			}
		}
		return null;
	}

}
