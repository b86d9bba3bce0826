package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.resilience.limit.RateLimitSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Limits of a provider, checked to be possible.
 *
 * @param texts refuses what is wrong
 * @param prefix the beginning of the names of the provider's properties
 * @param properties the properties below it
 */
record RateLimits(PropertyTexts texts, String prefix, RateLimitProperties properties) {

	private static final String LIBRARY = "io.github.bucket4j.Bucket";

	/**
	 * Makes settings of the properties.
	 * @param maxOutputTokens the most tokens of an answer by default, if configured
	 * @return the settings
	 */
	RateLimitSettings settings(@Nullable Integer maxOutputTokens) {
		return new RateLimitSettings(perMinute("requests-per-minute", this.properties.getRequestsPerMinute()),
				perMinute("tokens-per-minute", this.properties.getTokensPerMinute()), maxConcurrent(), patience(),
				this.properties.isLearn(),
				(maxOutputTokens != null) ? Math.max(0, maxOutputTokens) : RateLimitSettings.DEFAULT_OUTPUT);
	}

	private @Nullable Long perMinute(String property, @Nullable Long value) {
		if (value == null) {
			return null;
		}
		if (value < 1 || value > RateLimitSettings.HIGHEST) {
			throw this.texts.invalid(this.prefix + property, value.toString(),
					"It is not between 1 and " + RateLimitSettings.HIGHEST + ".",
					"Set it to a whole number above 0, or remove it.");
		}
		if (!ClassUtils.isPresent(LIBRARY, null)) {
			throw this.texts.invalid(this.prefix + property, value.toString(),
					"It needs a library that is not on the classpath.",
					"Add the dependency com.bucket4j:bucket4j_jdk17-core, or remove the property.");
		}
		return value;
	}

	private @Nullable Integer maxConcurrent() {
		Integer value = this.properties.getMaxConcurrent();
		if (value != null && value < 1) {
			throw this.texts.invalid(this.prefix + "max-concurrent", value.toString(), "It is not above 0.",
					"Set it to a whole number above 0, or remove it.");
		}
		return value;
	}

	private Duration patience() {
		Duration value = this.properties.getWait();
		if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
			throw this.texts.invalid(this.prefix + "wait", value.toString(), "It is not between 0 and a day.",
					"Set it to a time such as 2s or 1m, or to 0 to refuse at once.");
		}
		return value;
	}

}
