/**
 * Conversations that are remembered from call to call.
 */
@NullMarked
package io.github.llmspring.memory;

import org.jspecify.annotations.NullMarked;
