package io.github.llmspring.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.llmspring.Secret;
import io.github.llmspring.wire.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * A known service by name: how it speaks, where it is, how it wants to be asked.
 * <p>
 * One row of {@code META-INF/llm/presets.json}; any jar may bring rows of its own. A row
 * may start from another one's wire format and dialect: {@code "like": "openai"}.
 *
 * @param name the name as written after {@code type:}
 * @param wireFormat the id of the wire format it speaks unless a provider says otherwise
 * @param baseUrl its address, version path included; {@code null} where everyone has
 * their own
 * @param baseUrlExample the shape of the address, for a message that asks for it
 * @param baseUrlEnv the environment variable that usually names the host where it is not
 * the usual one; empty where there is none
 * @param query query of every request unless the address brings its own
 * @param key how the key is sent and whether there must be one
 * @param env the environment variables that usually hold the key, the first present one
 * counting
 * @param credentials the kind of credentials to use where there is no key, as
 * {@code type}, and what it needs to know; empty where there is none
 * @param dialect how it deviates from its wire formats; what only one of them knows is
 * passed over by the others
 * @param local how it is recognised on one's own machine; {@code null} where nobody runs
 * it there
 * @param without what it does not offer although its wire format has it, such as
 * {@code vision}; models that nothing else is known of lack it
 * @param telemetryName what metrics and traces call the service, by OpenTelemetry's list
 * where it has it; its own name where not
 * @param catalog the name of the service in the catalogue of models: its own, unless the
 * models of another one are offered on the same terms
 */
public record Preset(String name, String wireFormat, @Nullable String baseUrl, String baseUrlExample, String baseUrlEnv,
		String query, Key key, List<String> env, Map<String, String> credentials, Dialect dialect,
		@Nullable LocalServer local, Set<String> without, String telemetryName, String catalog) {

	private static final Set<String> FIELDS = Set.of("like", "wire-format", "base-url", "base-url-example",
			"base-url-env", "query", "auth", "key", "env", "credentials", "dialect", "local", "without",
			"telemetry-name", "catalog");

	@SuppressWarnings("unchecked")
	static Preset of(String name, Map<String, Object> row) {
		for (String field : row.keySet()) {
			if (!FIELDS.contains(field)) {
				throw new IllegalStateException("Preset '" + name + "' has an unknown field '" + field + "'");
			}
		}
		String baseUrl = (String) row.get("base-url");
		Map<String, Object> local = (Map<String, Object>) row.get("local");
		return new Preset(name, text(row, "wire-format", ""), baseUrl,
				text(row, "base-url-example", String.valueOf(baseUrl)), text(row, "base-url-env", ""),
				text(row, "query", ""), Key.of(text(row, "auth", "bearer"), text(row, "key", "required")),
				(List<String>) row.getOrDefault("env", List.of()),
				Map.copyOf((Map<String, String>) row.getOrDefault("credentials", Map.of())),
				Dialect.of((Map<String, Object>) row.getOrDefault("dialect", Map.of())),
				(local != null) ? LocalServer.of(name, local) : null,
				Set.copyOf((List<String>) row.getOrDefault("without", List.of())), text(row, "telemetry-name", name),
				text(row, "catalog", name));
	}

	private static String text(Map<String, Object> row, String field, String defaultValue) {
		return (String) row.getOrDefault(field, defaultValue);
	}

	/**
	 * How a key is sent and whether there must be one.
	 *
	 * @param header the header that holds it; {@code Authorization} for a bearer token
	 * @param required whether the service answers nobody without a key
	 */
	public record Key(String header, boolean required) {

		private static final String BEARER = "Authorization";

		static Key of(String auth, String necessity) {
			if (!necessity.equals("required") && !necessity.equals("optional")) {
				throw new IllegalStateException("A key is 'required' or 'optional', not '" + necessity + "'");
			}
			return new Key(auth.equals("bearer") ? BEARER : auth, necessity.equals("required"));
		}

		/**
		 * Authorization with a key sent this way.
		 * @param key gives the key of the moment
		 * @return the authorization
		 */
		public Authorization authorization(Supplier<Secret> key) {
			return this.header.equals(BEARER) ? Authorization.bearer(key) : Authorization.header(this.header, key);
		}

	}

}
