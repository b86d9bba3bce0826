/**
 * What keeps a call within its bounds: providers around providers.
 */
@NullMarked
package io.github.llmspring.resilience;

import org.jspecify.annotations.NullMarked;
