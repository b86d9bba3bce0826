package io.github.llmspring.autoconfigure;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Connections of one provider.
 *
 * @param client sends over them
 * @param closing closes those that no exchange uses; what is sent afterwards opens new
 * ones
 */
record Connections(WebClient client, Runnable closing) {
}
