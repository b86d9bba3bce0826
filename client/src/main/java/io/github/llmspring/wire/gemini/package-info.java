/**
 * The wire format {@code gemini}: content made of parts, spoken by Gemini and Vertex AI.
 */
@NullMarked
package io.github.llmspring.wire.gemini;

import org.jspecify.annotations.NullMarked;
