package io.github.llmspring.wire;

import java.util.List;

/**
 * Something in which services of one wire format differ.
 *
 * @param name the name as written in a preset
 * @param type the type of its values: text, a list of texts, a boolean or an integer
 * @param defaultValue the value where a dialect says nothing
 * @param <T> the type of its values
 */
public record DialectKey<T>(String name, Class<T> type, T defaultValue) {

	/**
	 * Option names that a service or a model rejects, as written in configuration, such
	 * as {@code temperature}. They are left out with a warning.
	 */
	public static final DialectKey<List<?>> REJECTS = list("rejects");

	/**
	 * Words for the degrees of thinking that a model knows, lowest first.
	 */
	public static final DialectKey<List<?>> REASONING_EFFORTS = list("reasoning-efforts", "low", "medium", "high");

	/**
	 * Option names that a model rejects while it is asked to think, besides those it
	 * always {@link #REJECTS rejects}.
	 */
	public static final DialectKey<List<?>> REASONING_REJECTS = list("reasoning-rejects");

	/**
	 * Whether a model can be made to call a tool while it thinks. Where it cannot, the
	 * call is what counts.
	 */
	public static final DialectKey<Boolean> FORCED_CALL_BESIDE_REASONING = flag("forced-call-beside-reasoning", true);

	/**
	 * Names of the headers that may hold the request id, the first present one counting.
	 */
	public static final DialectKey<List<?>> REQUEST_ID_HEADERS = list("request-id-headers", "x-request-id",
			"request-id");

	/**
	 * Names of the headers that may tell what is left of the limit of requests, the first
	 * present one counting. {@code *} stands for {@code limit}, {@code remaining} and
	 * {@code reset}.
	 */
	public static final DialectKey<List<?>> REQUEST_LIMIT_HEADERS = list("request-limit-headers",
			"x-ratelimit-*-requests");

	/**
	 * Names of the headers that may tell what is left of the limit of tokens, as those of
	 * {@link #REQUEST_LIMIT_HEADERS requests}.
	 */
	public static final DialectKey<List<?>> TOKEN_LIMIT_HEADERS = list("token-limit-headers", "x-ratelimit-*-tokens");

	/**
	 * Number within the usage that is what the service charges, names joined with a dot
	 * where nested; empty where it tells no such figure.
	 */
	public static final DialectKey<String> COST_FIELD = text("cost-field", "");

	/**
	 * How many decimals of a dollar that number counts: 0 for dollars, 2 for cents.
	 */
	public static final DialectKey<Integer> COST_DECIMALS = new DialectKey<>("cost-decimals", Integer.class, 0);

	/**
	 * Deepest nesting of JSON that is read.
	 */
	public static final DialectKey<Integer> JSON_DEPTH = new DialectKey<>("json-depth", Integer.class, 200);

	/**
	 * Key whose values are texts.
	 * @param name the name as written in a preset
	 * @param defaultValue the value where a dialect says nothing
	 * @return the key
	 */
	public static DialectKey<String> text(String name, String defaultValue) {
		return new DialectKey<>(name, String.class, defaultValue);
	}

	/**
	 * Key whose values are yes or no.
	 * @param name the name as written in a preset
	 * @param defaultValue the value where a dialect says nothing
	 * @return the key
	 */
	public static DialectKey<Boolean> flag(String name, Boolean defaultValue) {
		return new DialectKey<>(name, Boolean.class, defaultValue);
	}

	/**
	 * Key whose values are lists of texts.
	 * @param name the name as written in a preset
	 * @param defaultValue the value where a dialect says nothing
	 * @return the key
	 */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public static DialectKey<List<?>> list(String name, String... defaultValue) {
		return new DialectKey<>(name, (Class) List.class, List.of(defaultValue));
	}

}
