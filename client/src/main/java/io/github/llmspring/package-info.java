/**
 * The vocabulary of a conversation with a language model, and the client that speaks it.
 */
@NullMarked
package io.github.llmspring;

import org.jspecify.annotations.NullMarked;
