package io.github.llmspring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How to turn texts into vectors, in the terms that services share.
 * <p>
 * What is not set is left to the service.
 */
public final class EmbeddingOptions {

	/**
	 * Options of which none is set.
	 */
	public static final EmbeddingOptions NONE = builder().build();

	private final @Nullable Integer dimensions;

	private final @Nullable InputType inputType;

	private final Map<String, Object> extra;

	private final Set<String> residency;

	private final Map<String, String> tags;

	private EmbeddingOptions(Builder builder) {
		this.dimensions = builder.dimensions;
		this.inputType = builder.inputType;
		this.extra = Map.copyOf(builder.extra);
		this.residency = Set.copyOf(builder.residency);
		this.tags = Map.copyOf(builder.tags);
	}

	/**
	 * Builder of options.
	 * @return a builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Length of each vector.
	 * @return the number of dimensions, or {@code null} for what the model does
	 */
	public @Nullable Integer dimensions() {
		return this.dimensions;
	}

	/**
	 * What the vectors are for.
	 * @return the type, or {@code null} where it does not matter
	 */
	public @Nullable InputType inputType() {
		return this.inputType;
	}

	/**
	 * Fields for the body of the request, in the service's own words.
	 * @return the fields by name
	 */
	public Map<String, Object> extra() {
		return this.extra;
	}

	/**
	 * Words of residency that a provider must have to be asked.
	 * @return the words, possibly none
	 */
	public Set<String> residency() {
		return this.residency;
	}

	/**
	 * Labels of the request that are not sent to the service, such as who asks or why.
	 * @return the values by name
	 */
	public Map<String, String> tags() {
		return this.tags;
	}

	/**
	 * These options, completed with others where these say nothing. What one of them
	 * requires of the provider is required.
	 * @param defaults the options to fall back on
	 * @return the merged options
	 */
	public EmbeddingOptions orElse(EmbeddingOptions defaults) {
		Builder merged = builder().dimensions((this.dimensions != null) ? this.dimensions : defaults.dimensions)
			.inputType((this.inputType != null) ? this.inputType : defaults.inputType);
		merged.extra.putAll(defaults.extra);
		merged.extra.putAll(this.extra);
		merged.residency.addAll(defaults.residency);
		merged.residency.addAll(this.residency);
		merged.tags.putAll(defaults.tags);
		merged.tags.putAll(this.tags);
		return merged.build();
	}

	/**
	 * What a vector is for. Some models read a question otherwise than the text that
	 * answers it; the others pass it over.
	 */
	public enum InputType {

		/**
		 * A question, to find documents with.
		 */
		QUERY,

		/**
		 * A text that questions are to find.
		 */
		DOCUMENT,

		/**
		 * A text to compare with texts of its kind.
		 */
		SIMILARITY,

		/**
		 * A text to put into a class.
		 */
		CLASSIFICATION,

		/**
		 * A text to put with those like it.
		 */
		CLUSTERING

	}

	/**
	 * Builder of {@link EmbeddingOptions}; each method sets what the accessor of the same
	 * name describes.
	 */
	public static final class Builder {

		private @Nullable Integer dimensions;

		private @Nullable InputType inputType;

		private final Map<String, Object> extra = new HashMap<>();

		private final Set<String> residency = new HashSet<>();

		private final Map<String, String> tags = new HashMap<>();

		private Builder() {
		}

		public Builder dimensions(@Nullable Integer dimensions) {
			this.dimensions = dimensions;
			return this;
		}

		public Builder inputType(@Nullable InputType inputType) {
			this.inputType = inputType;
			return this;
		}

		/**
		 * Adds a field to the body of the request.
		 * @param name the field's name
		 * @param value text, number, boolean, or a list or map of these
		 * @return this builder
		 */
		public Builder extra(String name, Object value) {
			this.extra.put(name, value);
			return this;
		}

		/**
		 * Adds words of residency that a provider must have to be asked.
		 * @param words such as {@code eu}
		 * @return this builder
		 */
		public Builder residency(String... words) {
			this.residency.addAll(Set.of(words));
			return this;
		}

		/**
		 * Labels the request, for budgets, metrics and the log. It is not sent to the
		 * service.
		 * @param name such as {@code job}
		 * @param value such as {@code nightly}
		 * @return this builder
		 */
		public Builder tag(String name, String value) {
			this.tags.put(name, value);
			return this;
		}

		public EmbeddingOptions build() {
			return new EmbeddingOptions(this);
		}

	}

}
