package io.github.llmspring.credentials.aws;

import java.time.InstantSource;

import io.github.llmspring.Secret;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.credentials.CredentialsSource;
import io.github.llmspring.credentials.MissingLibraryException;
import io.github.llmspring.credentials.MissingSettingException;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.http.Expiring;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

import org.springframework.util.ClassUtils;

/**
 * Credentials of an AWS account as its own tools find them: variables, profiles, web
 * identity, containers, instances.
 */
public final class AwsCredentialsSource implements CredentialsSource {

	private static final String LIBRARY = "software.amazon.awssdk:auth";

	private static final String PROVIDER = "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";

	@Override
	public String name() {
		return "aws";
	}

	@Override
	public Authorization authorization(CredentialsSettings settings) {
		if (!ClassUtils.isPresent(PROVIDER, null)) {
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
			return authorization(DefaultCredentialsProvider.builder().build(), settings, InstantSource.system());
		}

		static Authorization authorization(AwsCredentialsProvider provider, CredentialsSettings settings,
				InstantSource clock) {
			String service = settings.service();
			if (service == null) {
				throw new MissingSettingException("signing-service");
			}
			return Authorization.refreshed(() -> {
				AwsCredentials credentials = provider.resolveCredentials();
				return new Expiring<>(new SignedAuthorization(key(credentials), settings.region(), service, clock),
						credentials.expirationTime().orElse(null));
			});
		}

		private static SigningKey key(AwsCredentials credentials) {
			Secret token = (credentials instanceof AwsSessionCredentials session) ? Secret.of(session.sessionToken())
					: null;
			return new SigningKey(credentials.accessKeyId(), Secret.of(credentials.secretAccessKey()), token);
		}

	}

}
