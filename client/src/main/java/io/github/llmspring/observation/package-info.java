/**
 * What is told of calls while they happen: to traces and to metrics, through Micrometer.
 */
@NullMarked
package io.github.llmspring.observation;

import org.jspecify.annotations.NullMarked;
