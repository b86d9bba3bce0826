/**
 * What everything around a provider costs where nothing fails.
 */
@NullMarked
package io.github.llmspring.benchmarks.chain;

import org.jspecify.annotations.NullMarked;
