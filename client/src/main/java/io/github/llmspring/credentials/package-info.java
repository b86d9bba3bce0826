/**
 * Credentials that are more than a key: where they come from and what they need.
 */
@NullMarked
package io.github.llmspring.credentials;

import org.jspecify.annotations.NullMarked;
