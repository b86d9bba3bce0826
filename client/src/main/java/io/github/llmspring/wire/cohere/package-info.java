/**
 * The wire format {@code cohere}: the second version of Cohere's chat.
 */
@NullMarked
package io.github.llmspring.wire.cohere;

import org.jspecify.annotations.NullMarked;
