package io.github.llmspring.credentials.azure;

import java.util.Objects;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.github.llmspring.Secret;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.credentials.CredentialsSource;
import io.github.llmspring.credentials.MissingLibraryException;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.http.Expiring;

import org.springframework.util.ClassUtils;

/**
 * Tokens of Azure Entra for whoever the application runs as: variables, workload and
 * managed identities, the login of a developer.
 */
public final class AzureCredentialsSource implements CredentialsSource {

	private static final String LIBRARY = "com.azure:azure-identity";

	private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

	@Override
	public String name() {
		return "azure";
	}

	@Override
	public Authorization authorization(CredentialsSettings settings) {
		if (!ClassUtils.isPresent("com.azure.identity.DefaultAzureCredentialBuilder", null)) {
			throw new MissingLibraryException(LIBRARY);
		}
		return Library.authorization(settings);
	}

	/**
	 * Everything that needs the library.
	 */
	static final class Library {

		private Library() {
		}

		static Authorization authorization(CredentialsSettings settings) {
			return authorization(new DefaultAzureCredentialBuilder().build(), settings);
		}

		static Authorization authorization(TokenCredential credential, CredentialsSettings settings) {
			String[] scopes = Objects.requireNonNullElse(settings.scope(), SCOPE).split(" +");
			return Authorization.token(() -> {
				AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(scopes));
				return new Expiring<>(Secret.of(token.getToken()), token.getExpiresAt().toInstant());
			});
		}

	}

}
