package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.Secret;
import io.github.llmspring.budget.BudgetSharing;
import io.github.llmspring.budget.redis.RedisBudgets;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.resilience.redis.RedisQuotas;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The Redis that applications share, if one is configured.
 */
final class SharedRedis {

	private static final String PREFIX = "llm.shared.redis.";

	private static final List<String> LIBRARIES = List.of("io.lettuce.core.RedisClient",
			"io.github.bucket4j.redis.lettuce.Bucket4jLettuce");

	private final ConfigurationOrigins origins;

	private final SharedProperties.Redis properties;

	SharedRedis(ConfigurationOrigins origins, SharedProperties properties) {
		this.origins = origins;
		this.properties = properties.getRedis();
	}

	/**
	 * Makes what makes quotas: shared ones where a Redis is configured.
	 * @return the maker of quotas
	 */
	Quotas quotas() {
		String url = text(this.properties);
		return (url != null) ? new RedisQuotas(checked(url), prefix()) : Quotas.local();
	}

	/**
	 * Makes what shares budgets, where a Redis is configured.
	 * @return what shares them
	 */
	BudgetSharing budgets() {
		String url = text(this.properties);
		return (url != null) ? new RedisBudgets(checked(url), prefix()) : BudgetSharing.NOBODY;
	}

	private String checked(String url) {
		// explains a placeholder that has no value
		new PropertyTexts(this.origins).text(PREFIX + "url", url);
		check(url);
		if (!LIBRARIES.stream().allMatch((library) -> ClassUtils.isPresent(library, null))) {
			throw invalid("url", "It needs libraries that are not on the classpath.",
					"Add the dependencies io.lettuce:lettuce-core and com.bucket4j:bucket4j_jdk17-lettuce, or remove "
							+ "the property.");
		}
		return url;
	}

	private void check(String url) {
		URI address = uri(url);
		if (address == null || address.getHost() == null
				|| !("redis".equals(address.getScheme()) || "rediss".equals(address.getScheme()))) {
			throw invalid("url", "It is no address that begins with redis:// or rediss:// and a host.",
					"Set it to an address such as redis://:password@localhost:6379.");
		}
	}

	private String prefix() {
		String prefix = this.properties.getPrefix().strip();
		if (prefix.isEmpty()) {
			throw invalid("prefix", "It is blank.", "Set it to a word such as 'llm'.");
		}
		return prefix;
	}

	private InvalidLlmConfigurationException invalid(String property, String problem, String action) {
		return this.origins.invalid(PREFIX + property, null, problem, action);
	}

	/**
	 * What must not be shown of the address: all of it, and its password.
	 * @param properties the properties
	 * @return the secrets, none where no Redis is configured
	 */
	static List<Secret> secrets(SharedProperties properties) {
		String url = text(properties.getRedis());
		URI address = (url != null) ? uri(url) : null;
		String user = (address != null) ? address.getUserInfo() : null;
		if (url == null || user == null) {
			return List.of();
		}
		return Stream.of(Secret.of(url), Secret.of(user.substring(user.indexOf(':') + 1)))
			.filter((secret) -> !secret.isEmpty())
			.toList();
	}

	private static @Nullable String text(SharedProperties.Redis properties) {
		Secret url = properties.getUrl();
		return (url != null && !url.reveal().isBlank()) ? url.reveal().strip() : null;
	}

	private static @Nullable URI uri(String url) {
		try {
			return URI.create(url);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
