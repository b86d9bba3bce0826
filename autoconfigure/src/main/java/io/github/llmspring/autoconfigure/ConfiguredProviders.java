package io.github.llmspring.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What configuration says of all providers.
 *
 * @param byId the providers by id, in the order of configuration
 * @param defaultModel the model that answers where a request names none, if configured
 * @param fallback whether nothing is configured, so that the embedded provider stands in
 * where the application brings no provider of its own
 */
record ConfiguredProviders(Map<String, ConfiguredProvider> byId, @Nullable String defaultModel, boolean fallback) {
}
