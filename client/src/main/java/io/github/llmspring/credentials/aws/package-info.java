/**
 * Requests signed with the credentials of an AWS account.
 */
@NullMarked
package io.github.llmspring.credentials.aws;

import org.jspecify.annotations.NullMarked;
