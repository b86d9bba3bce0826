package io.github.llmspring.autoconfigure;

import io.github.llmspring.credentials.CredentialsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of a provider's credentials besides keys.
 *
 * @param name the kind of credentials, or the name of a bean; {@code null} where there is
 * none
 * @param chosen whether somebody asked for it by name, and not only the type brings it
 * @param registration the client registration to get tokens with
 * @param settings what else is configured of them
 */
record ConfiguredCredentials(@Nullable String name, boolean chosen, String registration, CredentialsSettings settings) {

	static final String PROPERTY = "credentials";

	/**
	 * Credentials that are tokens of Spring Security's client.
	 */
	static final String OAUTH2 = "oauth2";

}
