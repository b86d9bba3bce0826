/**
 * The wire format {@code openai-responses}: answers made of items, spoken by OpenAI and
 * by compatible services.
 */
@NullMarked
package io.github.llmspring.wire.responses;

import org.jspecify.annotations.NullMarked;
