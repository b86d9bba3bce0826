package io.github.llmspring.credentials.google;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.UserCredentials;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.credentials.CredentialsSources;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GoogleCredentialsSource}.
 */
class GoogleCredentialsSourceTests {

	private static final HttpCall CALL = HttpCall.post("/x", Map.of(), new byte[0], List.of());

	@Test
	void isFoundByItsName() {
		assertThat(CredentialsSources.all().get("google")).isInstanceOf(GoogleCredentialsSource.class);
	}

	@Test
	void tokenOfALoginComesFromTheTokenEndpointWithItsQuotaProject() throws IOException {
		WireMockServer server = new WireMockServer(
				WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
		server.start();
		try {
			server.stubFor(post("/token").willReturn(okJson("""
					{"access_token": "ya29.one", "expires_in": 3600, "token_type": "Bearer"}""")));
			Authorization authorization = GoogleCredentialsSource.Library
				.authorization(() -> login(server.baseUrl() + "/token"), settings(null));
			assertThat(headers(authorization)).containsEntry("Authorization", "Bearer ya29.one")
				.containsEntry("x-goog-user-project", "billed");
			assertThat(headers(authorization)).containsEntry("Authorization", "Bearer ya29.one");
			server.verify(1, postRequestedFor(urlEqualTo("/token")));
		}
		finally {
			server.stop();
		}
	}

	@Test
	void configuredProjectReplacesThatOfTheCredentials() {
		Authorization authorization = GoogleCredentialsSource.Library.authorization(Fixed::new, settings("mine"));
		assertThat(headers(authorization)).containsEntry("Authorization", "Bearer fixed")
			.containsEntry("x-goog-user-project", "mine");
	}

	@Test
	void noProjectIsSentWhereThereIsNone() {
		Authorization authorization = GoogleCredentialsSource.Library.authorization(Fixed::new, settings(null));
		assertThat(headers(authorization)).containsOnlyKeys("Authorization");
	}

	private static CredentialsSettings settings(@Nullable String quotaProject) {
		return new CredentialsSettings(null, null, null, quotaProject);
	}

	private static Map<String, String> headers(Authorization authorization) {
		Map<String, String> headers = new LinkedHashMap<>();
		authorization.prepare().block().authorize(CALL, URI.create("http://127.0.0.1"), headers::put);
		return headers;
	}

	private static GoogleCredentials login(String tokenEndpoint) throws IOException {
		return UserCredentials.fromStream(new ByteArrayInputStream("""
				{"type": "authorized_user", "client_id": "id", "client_secret": "s", "refresh_token": "r",
				"quota_project_id": "billed"}""".getBytes(StandardCharsets.UTF_8)))
			.toBuilder()
			.setTokenServerUri(URI.create(tokenEndpoint))
			.build();
	}

	/**
	 * Credentials with a token at hand.
	 */
	private static final class Fixed extends GoogleCredentials {

		@Override
		public AccessToken refreshAccessToken() {
			return new AccessToken("fixed", new Date(System.currentTimeMillis() + Duration.ofHours(1).toMillis()));
		}

	}

}
