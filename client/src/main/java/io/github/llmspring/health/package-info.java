/**
 * What is known of each model that can be asked: whether it rests, whether its circuit
 * breaker is open, how busy and how fast it is.
 */
@NullMarked
package io.github.llmspring.health;

import org.jspecify.annotations.NullMarked;
