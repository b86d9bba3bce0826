/**
 * The wire format {@code mistral}: chat completions as Mistral has them.
 */
@NullMarked
package io.github.llmspring.wire.mistral;

import org.jspecify.annotations.NullMarked;
