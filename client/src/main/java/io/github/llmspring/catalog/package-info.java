/**
 * What is known of models before they are asked: prices, limits, capabilities.
 */
@NullMarked
package io.github.llmspring.catalog;

import org.jspecify.annotations.NullMarked;
