/**
 * Tokens of Azure accounts.
 */
@NullMarked
package io.github.llmspring.credentials.azure;

import org.jspecify.annotations.NullMarked;
