package io.github.llmspring.credentials.aws;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that requests are signed with.
 *
 * @param id the public name of the key
 * @param secret the key
 * @param sessionToken the token that belongs to a key for a time, if it is one
 */
record SigningKey(String id, Secret secret, @Nullable Secret sessionToken) {
}
