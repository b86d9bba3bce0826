/**
 * How requests and answers look on the wire: pure code, without I/O, clock or logger.
 */
@NullMarked
package io.github.llmspring.wire;

import org.jspecify.annotations.NullMarked;
