package io.github.llmspring.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ModelInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of the models that a service offers.
 * <p>
 * Lists differ in the names of their fields only, so all of them are read alike, the most
 * telling name first.
 *
 * @param models the models, in the service's order
 * @param next query of the next page, or {@code null} where this is the last
 */
public record ModelList(List<ModelInfo> models, @Nullable String next) {

	/**
	 * Path of the list; empty where the service has none that its key opens.
	 */
	public static final DialectKey<String> PATH = DialectKey.text("models-path", "/models");

	/**
	 * Part of a base URL, such as that of one deployment, above which the list stands;
	 * empty where it stands below all of the base URL.
	 */
	public static final DialectKey<String> ABOVE = DialectKey.text("models-above", "");

	/**
	 * Query that asks for large pages; empty where there is but one.
	 */
	public static final DialectKey<String> QUERY = DialectKey.text("models-query", "");

	/**
	 * Whether everyone may read the list, with or without a key; so it proves nothing
	 * about the key.
	 */
	public static final DialectKey<Boolean> PUBLIC = DialectKey.flag("models-public", false);

	private static final List<String> LISTS = List.of("data", "models", "publisherModels");

	private static final List<String> IDS = List.of("id", "model_id", "name", "model");

	private static final List<String> NAMES = List.of("display_name", "displayName", "name");

	private static final List<String> CONTEXTS = List.of("context_length", "context_window", "max_context_length",
			"inputTokenLimit", "max_input_tokens", "max_model_len", "limits.max_input_tokens", "meta.n_ctx_train");

	private static final List<String> OUTPUTS = List.of("outputTokenLimit", "max_output_tokens",
			"max_completion_tokens", "top_provider.max_completion_tokens", "limits.max_output_tokens");

	private static final List<String> OWNERS = List.of("owned_by", "publisher", "organization");

	private static final List<String> CREATED = List.of("created", "created_at", "modified_at");

	/**
	 * Reads a page.
	 * @param body the body of the answer
	 * @param dialect how the service deviates
	 * @return the page
	 */
	public static ModelList read(byte[] body, Dialect dialect) {
		JsonNode tree = dialect.json().tree(body, 0, body.length);
		if (tree == null) {
			throw UnreadableAnswer.because("it is no valid JSON");
		}
		List<ModelInfo> models = new ArrayList<>();
		for (JsonNode entry : entries(tree)) {
			String id = text(entry, IDS);
			if (id != null) {
				models.add(model(id, entry));
			}
		}
		return new ModelList(List.copyOf(models), next(tree));
	}

	private static JsonNode entries(JsonNode tree) {
		if (tree.isArray()) {
			return tree;
		}
		for (String name : LISTS) {
			if (tree.path(name).isArray()) {
				return tree.path(name);
			}
		}
		throw UnreadableAnswer.because("it is JSON, but holds no list of models");
	}

	private static ModelInfo model(String id, JsonNode entry) {
		String plain = id.substring(id.startsWith("publishers/") ? id.lastIndexOf('/') + 1 : 0);
		String own = plain.startsWith("models/") ? plain.substring("models/".length()) : plain;
		String name = text(entry, NAMES);
		return new ModelInfo(own, id.equals(name) ? null : name, number(entry, CONTEXTS), number(entry, OUTPUTS),
				created(entry), text(entry, OWNERS));
	}

	private static @Nullable String next(JsonNode tree) {
		if (tree.path("has_more").asBoolean(false) && tree.path("last_id").isString()) {
			return "after_id=" + encoded(tree.path("last_id").asString());
		}
		if (!tree.path("nextPageToken").asString("").isEmpty()) {
			return "pageToken=" + encoded(tree.path("nextPageToken").asString());
		}
		return tree.path("next_page_token").asString("").isEmpty() ? null
				: "page_token=" + encoded(tree.path("next_page_token").asString());
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static @Nullable String text(JsonNode entry, List<String> names) {
		for (String name : names) {
			if (entry.path(name).isString() && !entry.path(name).asString().isBlank()) {
				return entry.path(name).asString();
			}
		}
		return null;
	}

	/**
	 * A limit; nothing is limited to 0.
	 */
	private static @Nullable Long number(JsonNode entry, List<String> names) {
		for (String name : names) {
			JsonNode value = entry.at("/" + name.replace('.', '/'));
			if (value.isIntegralNumber() && value.asLong() > 0) {
				return value.asLong();
			}
		}
		return null;
	}

	/**
	 * Seconds or a date; servers that do not know say 0.
	 */
	private static @Nullable Instant created(JsonNode entry) {
		for (String name : CREATED) {
			JsonNode value = entry.path(name);
			if (value.isIntegralNumber() && value.asLong() > 0) {
				return Instant.ofEpochSecond(value.asLong());
			}
			if (value.isString()) {
				try {
					return OffsetDateTime.parse(value.asString()).toInstant();
				}
				catch (DateTimeException ex) {
					return null;
				}
			}
		}
		return null;
	}

}
