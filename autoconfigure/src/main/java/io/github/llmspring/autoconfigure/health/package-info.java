/**
 * Health of providers, routes and the default model.
 */
@NullMarked
package io.github.llmspring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
