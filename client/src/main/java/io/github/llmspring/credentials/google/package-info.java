/**
 * Tokens of Google accounts.
 */
@NullMarked
package io.github.llmspring.credentials.google;

import org.jspecify.annotations.NullMarked;
