package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Takes over from Spring Boot the explanation of values that cannot be bound, wherever
 * the value could be a secret.
 */
final class BindFailures {

	private final ConfigurationOrigins origins;

	BindFailures(ConfigurationOrigins origins) {
		this.origins = origins;
	}

	<T> T translated(Supplier<T> binding) {
		try {
			return binding.get();
		}
		catch (BindException ex) {
			if (isHarmless(ex.getTarget().getType().resolve())) {
				throw ex;
			}
			String name = ex.getName().toString();
			throw this.origins.invalid(name, null, "It has a value, but it is a group of properties.",
					"Set the properties below '" + name + "'.");
		}
	}

	/**
	 * Whether what stands in the place of such a value may be shown.
	 */
	private static boolean isHarmless(@Nullable Class<?> type) {
		return type != null && (type == Duration.class || type == DataSize.class || type.isEnum()
				|| ClassUtils.isPrimitiveOrWrapper(type));
	}

}
