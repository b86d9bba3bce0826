/**
 * From the address of a model to the provider that has it.
 */
@NullMarked
package io.github.llmspring.routing;

import org.jspecify.annotations.NullMarked;
