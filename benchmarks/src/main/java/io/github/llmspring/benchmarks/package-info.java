/**
 * What reading and writing of each wire format costs, without a network.
 */
@NullMarked
package io.github.llmspring.benchmarks;

import org.jspecify.annotations.NullMarked;
