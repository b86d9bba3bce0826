/**
 * Requests for vectors, in the words of each family of services, and their answers.
 */
@NullMarked
package io.github.llmspring.wire.embedding;

import org.jspecify.annotations.NullMarked;
