/**
 * The actuator endpoint {@code llm}.
 */
@NullMarked
package io.github.llmspring.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
