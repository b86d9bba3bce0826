package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides keys in two ways: by the names of properties that may hold one, and wherever else
 * a configured one stands, such as in the command line or in the variable that a property
 * refers to.
 */
final class LlmSanitizingFunction implements SanitizingFunction {

	private static final Pattern MAY_HOLD_ONE = Pattern
		.compile("(?i)llm[._\\[].*(api[-_.]?key|headers|proxy|secret|password|credential|redis[-_.]?url).*");

	private final Supplier<List<Secret>> secrets;

	LlmSanitizingFunction(Supplier<List<Secret>> secrets) {
		this.secrets = secrets;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		if (MAY_HOLD_ONE.matcher(data.getKey()).matches()) {
			return data.withSanitizedValue();
		}
		@Nullable Object value = data.getValue();
		if (value == null) {
			return data;
		}
		String masked = value.toString();
		for (Secret secret : this.secrets.get()) {
			masked = secret.mask(masked);
		}
		return masked.equals(value.toString()) ? data : data.withValue(masked);
	}

}
