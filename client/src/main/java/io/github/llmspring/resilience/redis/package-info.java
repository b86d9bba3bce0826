/**
 * Quotas that several applications share, kept in a Redis.
 */
@NullMarked
package io.github.llmspring.resilience.redis;

import org.jspecify.annotations.NullMarked;
