/**
 * The wire format {@code anthropic}: messages made of content blocks, spoken by Anthropic
 * and by compatible servers.
 */
@NullMarked
package io.github.llmspring.wire.anthropic;

import org.jspecify.annotations.NullMarked;
