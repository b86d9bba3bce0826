package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.catalog.CatalogUse;
import org.jspecify.annotations.Nullable;

/**
 * What is known of models before they are asked.
 */
class CatalogProperties {

	/**
	 * Catalogue of models of the application: a file, or a resource such as
	 * 'classpath:models.json', in the form of the shipped one.
	 */
	private @Nullable String location;

	/**
	 * What becomes of the shipped catalogue where 'location' is set: the application's
	 * entries extend it and count first, or replace it.
	 */
	private CatalogUse use = CatalogUse.EXTEND;

	/**
	 * How often to look at most whether the file in 'location' was changed; 0 for never.
	 */
	private Duration reload = Duration.ofMinutes(1);

	/**
	 * What is known of models, by their addresses in brackets. It counts before the
	 * catalogue.
	 */
	private Map<String, CatalogModelProperties> models = new LinkedHashMap<>();

	public @Nullable String getLocation() {
		return this.location;
	}

	public void setLocation(@Nullable String location) {
		this.location = location;
	}

	public CatalogUse getUse() {
		return this.use;
	}

	public void setUse(CatalogUse use) {
		this.use = use;
	}

	public Duration getReload() {
		return this.reload;
	}

	public void setReload(Duration reload) {
		this.reload = reload;
	}

	public Map<String, CatalogModelProperties> getModels() {
		return this.models;
	}

	public void setModels(Map<String, CatalogModelProperties> models) {
		this.models = models;
	}

}
