/**
 * What is taken out of texts before a log or a trace may hold them.
 */
@NullMarked
package io.github.llmspring.redaction;

import org.jspecify.annotations.NullMarked;
