package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatClient;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.routing.ModelRouter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of language models: a provider for each entry of
 * {@code llm.providers}, and a {@link ChatClient} that asks them.
 */
@AutoConfiguration
@EnableConfigurationProperties(LlmProperties.class)
@Import(ProvidersRegistrar.class)
public final class LlmAutoConfiguration {

	@Bean
	static ProviderQualifiers llmProviderQualifiers() {
		return new ProviderQualifiers();
	}

	@Bean
	static SecretConverter llmSecretConverter() {
		return new SecretConverter();
	}

	@Bean
	ProviderWebClients llmProviderWebClients(ObjectProvider<WebClient.Builder> builders,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<SslBundles> bundles) {
		return new ProviderWebClients(builders, connectors, settings, bundles);
	}

	@Bean
	ProviderFactory llmProviderFactory(ProviderWebClients clients) {
		return new ProviderFactory(clients);
	}

	@Bean
	ModelRouter llmModelRouter(ConfiguredProviders configured, ConfigurableListableBeanFactory beans) {
		return new RouterFactory(configured, beans).create();
	}

	@Bean
	@ConditionalOnMissingBean
	ChatClient llmChatClient(ModelRouter router) {
		return Assembly.client(router);
	}

}
