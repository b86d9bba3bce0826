package io.github.llmspring.catalog;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.llmspring.Cost;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the models of an application's providers: what the application says
 * itself, else what the catalogue says of the service that the provider connects to.
 * <p>
 * The catalogue is read when something is asked for that only it can know.
 */
public final class Models {

	/**
	 * Nothing is known of any model.
	 */
	public static final Models NONE = builder().build();

	private final Supplier<Catalog> catalog;

	private volatile Map<String, String> services;

	private final Map<String, Map<String, ModelFacts>> own;

	private volatile @Nullable Completed completed;

	private Models(Builder builder) {
		this.catalog = builder.catalog;
		this.services = Map.copyOf(builder.services);
		this.own = Map.copyOf(builder.own);
	}

	/**
	 * Builder of what is known.
	 * @return a builder with the shipped catalogue and without providers
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Finds a model. Costs nothing but the time to look it up, well below a microsecond.
	 * @param provider the id of a provider
	 * @param model the model's name, or {@code null}
	 * @return what is known, or {@code null} where nothing is
	 */
	public @Nullable ModelFacts find(String provider, @Nullable String model) {
		if (model == null) {
			return null;
		}
		String service = this.services.get(provider);
		if (service == null) {
			return own(provider, model);
		}
		return this.own.isEmpty() ? this.catalog.get().find(service, model)
				: completed().find(provider, service, model);
	}

	/**
	 * Finds a model.
	 * @param address the provider and the model
	 * @return what is known, or {@code null} where nothing is
	 */
	public @Nullable ModelFacts find(ModelAddress address) {
		return find(address.provider(), address.model());
	}

	private @Nullable ModelFacts own(String provider, String model) {
		Map<String, ModelFacts> models = this.own.get(provider);
		return (models != null) ? models.get(model) : null;
	}

	/**
	 * What the application says, completed with the catalogue of the moment.
	 */
	private Completed completed() {
		Catalog current = this.catalog.get();
		Map<String, String> services = this.services;
		Completed known = this.completed;
		if (known == null || known.catalog() != current || known.services() != services) {
			known = Completed.of(this.own, services, current);
			this.completed = known;
		}
		return known;
	}

	/**
	 * Says which services the providers connect to from now on.
	 * @param services the names that the catalogue has for services, by the ids of
	 * providers
	 */
	public void connect(Map<String, String> services) {
		this.services = Map.copyOf(services);
	}

	/**
	 * Options that a model is known to reject.
	 * @param provider the id of a provider
	 * @param model the model's name, or {@code null}
	 * @return the names as written in configuration, none where nothing is known
	 */
	public Set<String> rejects(String provider, @Nullable String model) {
		ModelFacts facts = find(provider, model);
		return (facts != null) ? facts.rejects() : Set.of();
	}

	/**
	 * Cost of a call.
	 * @param address the provider and the model
	 * @param usage the tokens that the call used
	 * @return the cost, or {@code null} where a price or a count that it needs is not
	 * known
	 */
	public @Nullable Cost cost(ModelAddress address, Usage usage) {
		ModelFacts facts = find(address);
		Prices prices = (facts != null) ? facts.prices() : null;
		return (prices != null) ? prices.cost(usage) : null;
	}

	/**
	 * Cost of a request that was not sent yet.
	 * @param address the provider and the model
	 * @param inputTokens the tokens that it probably has
	 * @param outputTokens the tokens that its answer probably has
	 * @return dollars of the United States, {@code NaN} where it is not known
	 */
	public double estimate(ModelAddress address, long inputTokens, long outputTokens) {
		ModelFacts facts = find(address);
		Prices prices = (facts != null) ? facts.prices() : null;
		return (prices != null) ? prices.estimate(inputTokens, outputTokens) : Double.NaN;
	}

	/**
	 * Day that the facts of the catalogue are of.
	 * @return the day, or {@code null} where it does not say
	 */
	public @Nullable LocalDate asOf() {
		return this.catalog.get().asOf();
	}

	/**
	 * Builder of {@link Models}.
	 */
	public static final class Builder {

		private Supplier<Catalog> catalog = Catalog::shipped;

		private final Map<String, String> services = new HashMap<>();

		private final Map<String, Map<String, ModelFacts>> own = new HashMap<>();

		private Builder() {
		}

		/**
		 * Sets where the catalogue of the moment comes from, without a wait once it is
		 * there.
		 * @param catalog gives the catalogue
		 * @return this builder
		 */
		public Builder catalog(Supplier<Catalog> catalog) {
			this.catalog = catalog;
			return this;
		}

		/**
		 * Says which service a provider connects to.
		 * @param id the provider's id
		 * @param service the name that the catalogue has for the service
		 * @return this builder
		 */
		public Builder provider(String id, String service) {
			this.services.put(id, service);
			return this;
		}

		/**
		 * Says what is known of a model, which counts before the catalogue.
		 * @param address the provider and the model
		 * @param facts what is known; the catalogue completes it
		 * @return this builder
		 */
		public Builder model(ModelAddress address, ModelFacts facts) {
			if (address.model() == null) {
				throw new IllegalArgumentException("'" + address + "' names no model");
			}
			this.own.computeIfAbsent(address.provider(), (id) -> new HashMap<>()).put(address.model(), facts);
			return this;
		}

		public Models build() {
			return new Models(this);
		}

	}

	private record Completed(Catalog catalog, Map<String, String> services, Map<String, OwnModels> models) {

		static Completed of(Map<String, Map<String, ModelFacts>> own, Map<String, String> services, Catalog catalog) {
			Map<String, OwnModels> all = new HashMap<>();
			own.forEach((provider, models) -> {
				String service = services.get(provider);
				if (service != null) {
					all.put(provider, OwnModels.of(models, service, catalog));
				}
			});
			return new Completed(catalog, services, all);
		}

		@Nullable ModelFacts find(String provider, String service, String model) {
			OwnModels own = this.models.get(provider);
			ModelFacts said = (own != null) ? own.find(model) : null;
			if (said != null) {
				return said;
			}
			ModelFacts known = this.catalog.find(service, model);
			ModelFacts undated = (own != null && known != null) ? own.findUndated(model, known) : null;
			return (undated != null) ? undated : known;
		}

	}

}
