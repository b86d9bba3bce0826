/**
 * Tools for models: where they come from, and the loop that runs them.
 */
@NullMarked
package io.github.llmspring.tools;

import org.jspecify.annotations.NullMarked;
