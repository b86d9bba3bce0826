package io.github.llmspring.autoconfigure.endpoint;

import java.time.LocalDate;

import io.github.llmspring.autoconfigure.report.Report;
import io.github.llmspring.catalog.Models;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of models that prices and limits come from.
 *
 * @param models knows the catalogue
 */
record CatalogSection(Models models) implements LlmEndpointSection {

	@Override
	public String name() {
		return "catalog";
	}

	@Override
	public @Nullable Object whole() {
		LocalDate date = this.models.asOf();
		return (date != null) ? new Report().with("date", date.toString()).values() : null;
	}

}
