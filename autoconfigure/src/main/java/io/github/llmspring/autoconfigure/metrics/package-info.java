/**
 * Meters of calls, where the application measures anything.
 */
@NullMarked
package io.github.llmspring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
