/**
 * Rate limits: calls that wait, in the order in which they came, until they may be sent.
 */
@NullMarked
package io.github.llmspring.resilience.limit;

import org.jspecify.annotations.NullMarked;
