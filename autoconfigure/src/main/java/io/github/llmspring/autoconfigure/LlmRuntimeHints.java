package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.catalog.Catalog;
import io.github.llmspring.http.Presets;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image must keep: the classes that properties are bound to, the rows of
 * known services, the catalogue of models, the schemas of the table of conversations, and
 * the names by which optional libraries are looked for.
 */
final class LlmRuntimeHints implements RuntimeHintsRegistrar {

	/**
	 * Class of each optional library that is asked for by its name: what a native image
	 * does not know by name is not there.
	 */
	private static final List<String> LIBRARIES = List.of("com.azure.identity.DefaultAzureCredentialBuilder",
			"com.github.victools.jsonschema.generator.SchemaGenerator",
			"com.github.victools.jsonschema.module.jackson.JacksonSchemaModule",
			"com.google.auth.oauth2.GoogleCredentials", "com.networknt.schema.SchemaRegistry",
			"io.github.bucket4j.Bucket", "io.github.bucket4j.redis.lettuce.Bucket4jLettuce",
			"io.github.resilience4j.circuitbreaker.CircuitBreaker", "io.lettuce.core.RedisClient",
			"org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager",
			"software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(LlmProperties.class, ProviderProperties.class, RouteProperties.class, BudgetProperties.class,
					CatalogModelProperties.class)
			.registerHints(hints);
		hints.resources().registerPattern(Presets.RESOURCE);
		hints.resources().registerPattern(Catalog.RESOURCE);
		hints.resources().registerPattern("io/github/llmspring/memory/jdbc/schema-*.sql");
		LIBRARIES.forEach((library) -> hints.reflection().registerTypeIfPresent(classLoader, library));
	}

}
