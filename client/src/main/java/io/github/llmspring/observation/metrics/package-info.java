/**
 * Meters of what is observed; the only package that knows Micrometer's meters, an
 * optional library.
 */
@NullMarked
package io.github.llmspring.observation.metrics;

import org.jspecify.annotations.NullMarked;
