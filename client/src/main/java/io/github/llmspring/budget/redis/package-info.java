/**
 * Budgets that several applications share, kept in a Redis.
 */
@NullMarked
package io.github.llmspring.budget.redis;

import org.jspecify.annotations.NullMarked;
