package io.github.llmspring.credentials.google;

import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.llmspring.Secret;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.credentials.CredentialsSource;
import io.github.llmspring.credentials.MissingLibraryException;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.http.Expiring;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The application default credentials of Google Cloud: a file that a variable names, the
 * login of the command line, the account of the machine.
 */
public final class GoogleCredentialsSource implements CredentialsSource {

	private static final String LIBRARY = "com.google.auth:google-auth-library-oauth2-http";

	private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

	@Override
	public String name() {
		return "google";
	}

	@Override
	public Authorization authorization(CredentialsSettings settings) {
		if (!ClassUtils.isPresent("com.google.auth.oauth2.GoogleCredentials", null)) {
			throw new MissingLibraryException(LIBRARY);
		}
		return Library.authorization(settings);
	}

	/**
	 * Token with the project whose quota counts.
	 *
	 * @param token the token
	 * @param quotaProject the project, if it is not that of the token
	 */
	private record TokenWithProject(Secret token, @Nullable String quotaProject) implements Authorization {

		@Override
		public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
			headers.accept("Authorization", "Bearer " + this.token.reveal());
			if (this.quotaProject != null) {
				headers.accept("x-goog-user-project", this.quotaProject);
			}
		}

	}

	/**
	 * Everything that needs the library.
	 */
	static final class Library {

		private Library() {
		}

		static Authorization authorization(CredentialsSettings settings) {
			return authorization(GoogleCredentials::getApplicationDefault, settings);
		}

		static Authorization authorization(Callable<GoogleCredentials> source, CredentialsSettings settings) {
			String scope = Objects.requireNonNullElse(settings.scope(), SCOPE);
			return Authorization.refreshed(() -> {
				GoogleCredentials credentials = source.call().createScoped(List.of(scope.split(" +")));
				AccessToken token = credentials.refreshAccessToken();
				String project = (settings.quotaProject() != null) ? settings.quotaProject()
						: credentials.getQuotaProjectId();
				return new Expiring<>(new TokenWithProject(Secret.of(token.getTokenValue()), project), end(token));
			});
		}

		private static @Nullable Instant end(AccessToken token) {
			Date end = token.getExpirationTime();
			return (end != null) ? end.toInstant() : null;
		}

	}

}
