/**
 * From {@code llm.*} in the environment to providers and clients as beans.
 */
@NullMarked
package io.github.llmspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
