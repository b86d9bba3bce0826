package io.github.llmspring.credentials;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The kinds of credentials on the classpath.
 */
public final class CredentialsSources {

	private CredentialsSources() {
	}

	/**
	 * All kinds.
	 * @return the kinds by name
	 */
	public static Map<String, CredentialsSource> all() {
		Map<String, CredentialsSource> sources = new TreeMap<>();
		for (CredentialsSource source : ServiceLoader.load(CredentialsSource.class,
				CredentialsSource.class.getClassLoader())) {
			sources.put(source.name(), source);
		}
		return sources;
	}

}
