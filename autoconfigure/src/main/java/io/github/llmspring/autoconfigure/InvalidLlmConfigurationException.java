package io.github.llmspring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Configuration that no provider or client can be made of, and how to mend it.
 * <p>
 * It holds nothing that must not be shown.
 */
final class InvalidLlmConfigurationException extends RuntimeException {

	private final String property;

	private final @Nullable String value;

	private final @Nullable Origin origin;

	private final String problem;

	private final String action;

	/**
	 * Invalid configuration.
	 * @param property the property's name, or that of an environment variable
	 * @param value the configured value, or {@code null} where there is none or it must
	 * not be shown
	 * @param origin where the value was configured, as far as known
	 * @param problem what is wrong with it, in a sentence
	 * @param action how to mend it, in sentences
	 */
	InvalidLlmConfigurationException(String property, @Nullable String value, @Nullable Origin origin, String problem,
			String action) {
		super("Invalid configuration property '" + property + "'. " + problem + " " + action);
		this.property = property;
		this.value = value;
		this.origin = origin;
		this.problem = problem;
		this.action = action;
	}

	String property() {
		return this.property;
	}

	@Nullable String value() {
		return this.value;
	}

	@Nullable Origin origin() {
		return this.origin;
	}

	String problem() {
		return this.problem;
	}

	String action() {
		return this.action;
	}

}
