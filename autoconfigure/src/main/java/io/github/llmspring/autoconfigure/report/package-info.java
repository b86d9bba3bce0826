/**
 * What is told of models, as plain values that may be shown.
 */
@NullMarked
package io.github.llmspring.autoconfigure.report;

import org.jspecify.annotations.NullMarked;
