package io.github.llmspring.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the models of known services.
 * <p>
 * A model is found by the name of the preset that connects to the service and by the name
 * that the service knows it by. Names with a date behind them, or with a region before
 * them, are found only where the entry says that they are the same model.
 */
public final class Catalog {

	/**
	 * Where the client holds the catalogue that it ships.
	 */
	public static final String RESOURCE = "META-INF/llm/catalog.json";

	/**
	 * Catalogue without a model.
	 */
	public static final Catalog EMPTY = new Catalog(null, Map.of());

	private final @Nullable LocalDate asOf;

	private final Map<String, ServiceModels> services;

	Catalog(@Nullable LocalDate asOf, Map<String, ServiceModels> services) {
		this.asOf = asOf;
		this.services = services;
	}

	/**
	 * Catalogue that the client ships, read when it is asked for first.
	 * @return the catalogue
	 */
	public static Catalog shipped() {
		return Shipped.CATALOG;
	}

	/**
	 * Reads a catalogue.
	 * @param content the JSON, in the form of the shipped one; not closed
	 * @return the catalogue
	 * @throws IllegalArgumentException if it is no catalogue
	 * @throws IOException if it cannot be read
	 */
	public static Catalog read(InputStream content) throws IOException {
		return CatalogReader.read(content);
	}

	/**
	 * Day that the facts are of.
	 * @return the day, or {@code null} where the catalogue does not say
	 */
	public @Nullable LocalDate asOf() {
		return this.asOf;
	}

	/**
	 * Number of models, other names of the same one aside.
	 * @return the number
	 */
	public int size() {
		return this.services.values().stream().mapToInt(ServiceModels::size).sum();
	}

	/**
	 * Services whose models it knows.
	 * @return the names of their presets
	 */
	public Set<String> services() {
		return Collections.unmodifiableSet(this.services.keySet());
	}

	/**
	 * Finds a model.
	 * @param service the name of the service's preset
	 * @param model the model's name as the service knows it
	 * @return what is known, or {@code null} where the model is not known
	 */
	public @Nullable ModelFacts find(String service, String model) {
		ServiceModels models = this.services.get(service);
		return (models != null) ? models.find(model) : null;
	}

	/**
	 * This catalogue with the models of another one: where both know a model, the other
	 * one counts.
	 * @param other the catalogue to add
	 * @return the larger catalogue, of the later day
	 */
	public Catalog with(Catalog other) {
		Map<String, ServiceModels> all = new LinkedHashMap<>(this.services);
		other.services.forEach((service, models) -> all.merge(service, models, ServiceModels::with));
		boolean later = this.asOf == null || (other.asOf != null && other.asOf.isAfter(this.asOf));
		return new Catalog(later ? other.asOf : this.asOf, all);
	}

	private static final class Shipped {

		static final Catalog CATALOG = load();

		private static Catalog load() {
			try (InputStream content = Catalog.class.getClassLoader().getResourceAsStream(RESOURCE)) {
				return (content != null) ? read(content) : EMPTY;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
