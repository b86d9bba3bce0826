package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.autoconfigure.ConfiguredProvider.Remote;
import io.github.llmspring.credentials.CredentialsSource;
import io.github.llmspring.credentials.CredentialsSources;
import io.github.llmspring.credentials.MissingLibraryException;
import io.github.llmspring.credentials.MissingSettingException;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.routing.Alternatives;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds the credentials of a provider that are more than a key: those of a bean, of a
 * cloud or of Spring Security's client.
 * <p>
 * What somebody asked for by name must be there when the application starts. What only
 * the type brings may lack its library: then a call says so, as it does without a key.
 */
final class ProviderAuthorizations {

	/**
	 * Looked for from here: {@link TokenClient} itself cannot be linked without it.
	 */
	private static final String TOKEN_CLIENT = "org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager";

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurationOrigins origins;

	ProviderAuthorizations(ConfigurableListableBeanFactory beans, ConfigurationOrigins origins) {
		this.beans = beans;
		this.origins = origins;
	}

	/**
	 * Settings with the credentials.
	 * @param provider what is configured of the provider
	 * @return its settings
	 */
	ProviderSettings authorized(Remote provider) {
		Authorization found = find(provider);
		return (found != null) ? provider.settings().withAuthorization(found) : provider.settings();
	}

	private @Nullable Authorization find(Remote provider) {
		ConfiguredCredentials credentials = provider.credentials();
		String name = credentials.name();
		Authorization own = credentials.chosen() ? null : bean(provider.id());
		if (own != null || name == null) {
			return own;
		}
		try {
			return named(provider, credentials, name);
		}
		catch (MissingSettingException ex) {
			throw this.origins.invalid("llm.providers." + provider.id() + "." + ex.setting(), null,
					"It is not set, and the credentials '" + name + "' need it.",
					"Set it, or choose other credentials.");
		}
		catch (MissingLibraryException ex) {
			if (credentials.chosen()) {
				throw invalid(provider, name, "Its library is not on the classpath.",
						"Add the dependency " + ex.library() + ".");
			}
			LlmException.Builder failure = LlmException.builder(Reason.AUTHENTICATION, "no api key")
				.advice(whereToPutTheKey(provider) + ", or add the dependency " + ex.library()
						+ " for credentials of the kind " + name + ".");
			return new NoAuthorization(failure.build());
		}
	}

	private Authorization named(Remote provider, ConfiguredCredentials credentials, String name) {
		if (name.equals(ConfiguredCredentials.OAUTH2)) {
			return oauth2(provider, credentials.registration());
		}
		Map<String, CredentialsSource> kinds = CredentialsSources.all();
		CredentialsSource kind = kinds.get(name);
		if (kind != null) {
			return kind.authorization(credentials.settings());
		}
		Authorization bean = bean(name);
		if (bean == null) {
			Set<String> known = new TreeSet<>(kinds.keySet());
			known.add(ConfiguredCredentials.OAUTH2);
			known.addAll(List.of(this.beans.getBeanNamesForType(Authorization.class)));
			throw invalid(provider, name, "There are no credentials of that kind and no bean of that name.",
					Alternatives.of(known).sentence(name));
		}
		return bean;
	}

	private Authorization oauth2(Remote provider, String registration) {
		if (!ClassUtils.isPresent(TOKEN_CLIENT, null)) {
			throw new MissingLibraryException(TokenClient.LIBRARY);
		}
		TokenClient client = new TokenClient(this.beans);
		List<String> problem = client.problem(registration);
		if (!problem.isEmpty()) {
			throw this.origins.invalid("llm.providers." + provider.id() + ".client-registration", registration,
					problem.get(0), problem.get(1));
		}
		return client.authorization(registration);
	}

	private @Nullable Authorization bean(String name) {
		for (String candidate : this.beans.getBeanNamesForType(Authorization.class)) {
			if (BeanFactoryAnnotationUtils.isQualifierMatch(name::equals, candidate, this.beans)) {
				return this.beans.getBean(candidate, Authorization.class);
			}
		}
		return null;
	}

	private static String whereToPutTheKey(Remote provider) {
		List<String> variables = provider.settings().preset().env();
		return "Set llm.providers." + provider.id() + ".api-key"
				+ (variables.isEmpty() ? "" : " or the environment variable " + variables.get(0));
	}

	private InvalidLlmConfigurationException invalid(Remote provider, String name, String problem, String action) {
		return this.origins.invalid("llm.providers." + provider.id() + "." + ConfiguredCredentials.PROPERTY, name,
				problem, action);
	}

}
