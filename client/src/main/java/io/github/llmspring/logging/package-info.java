/**
 * One entry of the log for each call of a model; the only package that knows SLF4J.
 */
@NullMarked
package io.github.llmspring.logging;

import org.jspecify.annotations.NullMarked;
