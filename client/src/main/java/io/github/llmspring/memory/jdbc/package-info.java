/**
 * Conversations kept in a relational database.
 */
@NullMarked
package io.github.llmspring.memory.jdbc;

import org.jspecify.annotations.NullMarked;
