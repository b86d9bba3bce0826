package io.github.llmspring.credentials;

import org.jspecify.annotations.Nullable;

/**
 * What is configured of credentials; each kind takes what it knows.
 *
 * @param region region of the service that requests are signed for
 * @param service name of the service that requests are signed for
 * @param scope what a token is asked for
 * @param quotaProject project whose quota requests count for
 */
public record CredentialsSettings(@Nullable String region, @Nullable String service, @Nullable String scope,
		@Nullable String quotaProject) {
}
