/**
 * The wire format {@code ollama}: the native chat of Ollama, whose streams are lines of
 * JSON.
 */
@NullMarked
package io.github.llmspring.wire.ollama;

import org.jspecify.annotations.NullMarked;
