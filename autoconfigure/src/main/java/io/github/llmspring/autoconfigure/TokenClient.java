package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.Secret;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.http.Expiring;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/**
 * Tokens of Spring Security's own client, for services that take client credentials.
 */
final class TokenClient {

	static final String LIBRARY = "org.springframework.boot:spring-boot-starter-security-oauth2-client";

	private static final String PRINCIPAL = "llm";

	private final BeanFactory beans;

	TokenClient(BeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * What is wrong with a registration, and how to mend it.
	 * @return nothing, or the two sentences
	 */
	List<String> problem(String registration) {
		ClientRegistration found = find(registration);
		if (found == null) {
			return List.of("There is no client registration of that name.",
					"Define it under spring.security.oauth2.client.registration." + registration + ".");
		}
		return AuthorizationGrantType.CLIENT_CREDENTIALS.equals(found.getAuthorizationGrantType()) ? List.of()
				: List.of("The client registration of that name is not for client credentials.",
						"Set its authorization-grant-type to 'client_credentials'.");
	}

	private @Nullable ClientRegistration find(String registration) {
		ClientRegistrationRepository known = this.beans.getBeanProvider(ClientRegistrationRepository.class)
			.getIfAvailable();
		return (known != null) ? known.findByRegistrationId(registration) : null;
	}

	/**
	 * Authorization with tokens of a registration. Each token asked for is a new one:
	 * what is kept is kept here.
	 */
	Authorization authorization(String registration) {
		ClientRegistrationRepository known = this.beans.getBean(ClientRegistrationRepository.class);
		return Authorization.token(() -> {
			AuthorizedClientServiceOAuth2AuthorizedClientManager manager = manager(known);
			OAuth2AuthorizedClient client = manager
				.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(registration).principal(PRINCIPAL).build());
			if (client == null) {
				throw new IllegalStateException("the client registration '" + registration + "' gives no token");
			}
			OAuth2AccessToken token = client.getAccessToken();
			return new Expiring<>(Secret.of(token.getTokenValue()), token.getExpiresAt());
		});
	}

	private static AuthorizedClientServiceOAuth2AuthorizedClientManager manager(ClientRegistrationRepository known) {
		AuthorizedClientServiceOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
				known, new InMemoryOAuth2AuthorizedClientService(known));
		manager
			.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().build());
		return manager;
	}

}
