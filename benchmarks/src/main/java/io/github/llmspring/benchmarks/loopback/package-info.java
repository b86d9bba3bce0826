/**
 * What a whole call and a streamed piece cost beside a program that uses WebClient.
 */
@NullMarked
package io.github.llmspring.benchmarks.loopback;

import org.jspecify.annotations.NullMarked;
