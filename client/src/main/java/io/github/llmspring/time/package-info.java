/**
 * The timer that all timeouts share.
 */
@NullMarked
package io.github.llmspring.time;

import org.jspecify.annotations.NullMarked;
