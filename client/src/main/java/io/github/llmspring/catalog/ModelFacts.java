package io.github.llmspring.catalog;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one model. What is not known is neither there nor lacking.
 */
public final class ModelFacts {

	private static final String REASONING = Capability.REASONING.word();

	private static final Set<String> ONLY_REASONING = Set.of(REASONING);

	/**
	 * Nothing is known.
	 */
	public static final ModelFacts NONE = builder().build();

	private final @Nullable Long contextTokens;

	private final @Nullable Long outputTokens;

	private final Set<Capability> capabilities;

	private final Set<Capability> lacks;

	private final Set<String> rejects;

	private final @Nullable Prices prices;

	private ModelFacts(Builder builder) {
		this.contextTokens = builder.contextTokens;
		this.outputTokens = builder.outputTokens;
		this.capabilities = Set.copyOf(builder.capabilities);
		this.lacks = Set.copyOf(builder.lacks);
		this.rejects = rejects(builder);
		this.prices = builder.prices;
	}

	private static Set<String> rejects(Builder builder) {
		if (!builder.lacks.contains(Capability.REASONING)) {
			return Set.copyOf(builder.rejects);
		}
		if (builder.rejects.isEmpty()) {
			return ONLY_REASONING;
		}
		Set<String> rejects = new HashSet<>(builder.rejects);
		rejects.add(REASONING);
		return Set.copyOf(rejects);
	}

	/**
	 * Builder of facts.
	 * @return a builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Most tokens of a request and its answer, or of the request alone, as the service
	 * counts.
	 * @return the number, or {@code null} where it is not known
	 */
	public @Nullable Long contextTokens() {
		return this.contextTokens;
	}

	/**
	 * Most tokens of an answer.
	 * @return the number, or {@code null} where it is not known
	 */
	public @Nullable Long outputTokens() {
		return this.outputTokens;
	}

	/**
	 * What the model is known to do.
	 * @return the capabilities, possibly none
	 */
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	/**
	 * What the model is known not to do.
	 * @return the capabilities, possibly none
	 */
	public Set<Capability> lacks() {
		return this.lacks;
	}

	/**
	 * Options that the model rejects, as written in configuration; those of thinking too
	 * where it does not think.
	 * @return the names, possibly none
	 */
	public Set<String> rejects() {
		return this.rejects;
	}

	/**
	 * What the model costs.
	 * @return the prices, or {@code null} where they are not known
	 */
	public @Nullable Prices prices() {
		return this.prices;
	}

	/**
	 * These facts, completed with others where these say nothing.
	 * @param defaults the facts to fall back on
	 * @return the completed facts
	 */
	public ModelFacts orElse(ModelFacts defaults) {
		Builder merged = builder();
		merged.contextTokens = (this.contextTokens != null) ? this.contextTokens : defaults.contextTokens;
		merged.outputTokens = (this.outputTokens != null) ? this.outputTokens : defaults.outputTokens;
		merged.capabilities = both(this.capabilities, defaults.capabilities, this.lacks);
		merged.lacks = both(this.lacks, defaults.lacks, this.capabilities);
		Set<String> said = new HashSet<>(this.rejects);
		if (this.lacks.contains(Capability.REASONING)) {
			// follows from that, and says nothing about other options
			said.remove(REASONING);
		}
		merged.rejects = said.isEmpty() ? new HashSet<>(defaults.rejects) : said;
		if (this.capabilities.contains(Capability.REASONING)) {
			merged.rejects.remove(REASONING);
		}
		merged.prices = (this.prices != null && defaults.prices != null) ? this.prices.orElse(defaults.prices)
				: (this.prices != null) ? this.prices : defaults.prices;
		return merged.build();
	}

	private static Set<Capability> both(Set<Capability> own, Set<Capability> others, Set<Capability> not) {
		Set<Capability> all = EnumSet.noneOf(Capability.class);
		all.addAll(others);
		all.removeAll(not);
		all.addAll(own);
		return all;
	}

	/**
	 * Builder of {@link ModelFacts}; each method sets what the accessor of the same name
	 * describes.
	 */
	public static final class Builder {

		private @Nullable Long contextTokens;

		private @Nullable Long outputTokens;

		private Set<Capability> capabilities = Set.of();

		private Set<Capability> lacks = Set.of();

		private Set<String> rejects = Set.of();

		private @Nullable Prices prices;

		private Builder() {
		}

		public Builder contextTokens(@Nullable Long contextTokens) {
			this.contextTokens = contextTokens;
			return this;
		}

		public Builder outputTokens(@Nullable Long outputTokens) {
			this.outputTokens = outputTokens;
			return this;
		}

		public Builder capabilities(Set<Capability> capabilities) {
			this.capabilities = capabilities;
			return this;
		}

		public Builder lacks(Set<Capability> lacks) {
			this.lacks = lacks;
			return this;
		}

		public Builder rejects(Set<String> rejects) {
			this.rejects = rejects;
			return this;
		}

		public Builder prices(@Nullable Prices prices) {
			this.prices = prices;
			return this;
		}

		/**
		 * Makes the facts.
		 * @return the facts
		 * @throws IllegalArgumentException if a capability is there and lacking
		 */
		public ModelFacts build() {
			for (Capability capability : this.capabilities) {
				if (this.lacks.contains(capability)) {
					throw new IllegalArgumentException(
							"The model has '" + capability.word() + "' and lacks it at the same time");
				}
			}
			return new ModelFacts(this);
		}

	}

}
