/**
 * The wire format {@code openai-chat}: chat completions, spoken by OpenAI and by every
 * compatible server.
 */
@NullMarked
package io.github.llmspring.wire.openai;

import org.jspecify.annotations.NullMarked;
