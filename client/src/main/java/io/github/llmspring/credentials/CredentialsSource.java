package io.github.llmspring.credentials;

import io.github.llmspring.http.Authorization;

/**
 * A kind of credentials, named after {@code credentials:}.
 * <p>
 * Found by {@link java.util.ServiceLoader}. It may need a library that is not there.
 */
public interface CredentialsSource {

	/**
	 * Name of this kind.
	 * @return the name, in lower case
	 */
	String name();

	/**
	 * Authorization with credentials of this kind. It takes no time: they are got for the
	 * first exchange.
	 * @param settings what is configured of them
	 * @return the authorization
	 * @throws MissingSettingException if something is not configured that it needs
	 * @throws MissingLibraryException if the library that gets them is not there
	 */
	Authorization authorization(CredentialsSettings settings);

}
