/**
 * The embedded provider, which answers without a key and without a network.
 */
@NullMarked
package io.github.llmspring.simulated;

import org.jspecify.annotations.NullMarked;
