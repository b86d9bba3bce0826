package io.github.llmspring.credentials.azure;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.credentials.CredentialsSources;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AzureCredentialsSource}.
 */
class AzureCredentialsSourceTests {

	private static final HttpCall CALL = HttpCall.post("/x", Map.of(), new byte[0], List.of());

	private final List<String> scopes = new ArrayList<>();

	private final TokenCredential credential = new TokenCredential() {

		@Override
		public Mono<AccessToken> getToken(TokenRequestContext request) {
			AzureCredentialsSourceTests.this.scopes.addAll(request.getScopes());
			return Mono.just(new AccessToken("ey.one", OffsetDateTime.now().plusHours(1)));
		}

	};

	@Test
	void isFoundByItsName() {
		assertThat(CredentialsSources.all().get("azure")).isInstanceOf(AzureCredentialsSource.class);
	}

	@Test
	void libraryIsMadeToWorkWithoutATokenYet() {
		assertThat(new AzureCredentialsSource().authorization(settings(null))).isNotNull();
	}

	@Test
	void tokenIsSentAndAskedForOnce() {
		Authorization authorization = AzureCredentialsSource.Library.authorization(this.credential, settings(null));
		assertThat(headers(authorization)).containsExactly(Map.entry("Authorization", "Bearer ey.one"));
		headers(authorization);
		assertThat(this.scopes).containsExactly("https://cognitiveservices.azure.com/.default");
	}

	@Test
	void scopeMayBeAnother() {
		headers(AzureCredentialsSource.Library.authorization(this.credential,
				settings("https://ai.azure.com/.default")));
		assertThat(this.scopes).containsExactly("https://ai.azure.com/.default");
	}

	private static CredentialsSettings settings(@Nullable String scope) {
		return new CredentialsSettings(null, null, scope, null);
	}

	private static Map<String, String> headers(Authorization authorization) {
		Map<String, String> headers = new LinkedHashMap<>();
		authorization.prepare().block().authorize(CALL, URI.create("http://127.0.0.1"), headers::put);
		return headers;
	}

}
