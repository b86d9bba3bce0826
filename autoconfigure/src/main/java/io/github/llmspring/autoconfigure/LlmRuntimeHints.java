package io.github.llmspring.autoconfigure;

import io.github.llmspring.catalog.Catalog;
import io.github.llmspring.http.Presets;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image must keep: the classes that properties are bound to, the rows of
 * known services, the catalogue of models and the schemas of the table of conversations.
 */
final class LlmRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(LlmProperties.class, ProviderProperties.class, RouteProperties.class, BudgetProperties.class,
					CatalogModelProperties.class)
			.registerHints(hints);
		hints.resources().registerPattern(Presets.RESOURCE);
		hints.resources().registerPattern(Catalog.RESOURCE);
		hints.resources().registerPattern("io/github/llmspring/memory/jdbc/schema-*.sql");
	}

}
