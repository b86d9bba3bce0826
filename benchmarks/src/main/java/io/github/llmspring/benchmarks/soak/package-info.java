/**
 * Many callers of a route for a long time, over services that fail in every way.
 */
@NullMarked
package io.github.llmspring.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
