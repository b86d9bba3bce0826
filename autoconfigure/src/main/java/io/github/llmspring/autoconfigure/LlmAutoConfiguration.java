package io.github.llmspring.autoconfigure;

import java.util.concurrent.Executor;

import io.github.llmspring.ChatClient;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.budget.BudgetSharing;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.budget.SpendingLedger;
import io.github.llmspring.budget.SpendingListener;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.memory.ConversationMemory;
import io.github.llmspring.memory.ConversationStore;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.tools.ToolApproval;
import io.github.llmspring.tools.ToolLoopSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of language models: a provider for each entry of
 * {@code llm.providers}, a {@link ChatClient} that asks them and an
 * {@link EmbeddingClient} that makes vectors.
 */
@AutoConfiguration
@EnableConfigurationProperties(LlmProperties.class)
@Import(ProvidersRegistrar.class)
@ImportRuntimeHints(LlmRuntimeHints.class)
public final class LlmAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LlmAutoConfiguration.class);

	@Bean
	static ProviderQualifiers llmProviderQualifiers() {
		return new ProviderQualifiers();
	}

	@Bean
	static SecretConverter llmSecretConverter() {
		return new SecretConverter();
	}

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor llmBindHandler() {
		return LlmBindHandler::new;
	}

	@Bean
	ProviderWebClients llmProviderWebClients(ObjectProvider<WebClient.Builder> builders,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<SslBundles> bundles, Environment environment, ObjectProvider<LlmRuntime> runtime) {
		return new ProviderWebClients(builders, connectors, settings, bundles, ConfigurationOrigins.of(environment),
				runtime);
	}

	@Bean
	@ConditionalOnMissingBean
	CandidateHealth llmCandidateHealth() {
		return new CandidateHealth();
	}

	@Bean
	@ConditionalOnMissingBean
	Models llmModels(ConfiguredProviders configured, ConfigurableListableBeanFactory beans, LlmProperties properties,
			Environment environment) {
		return new ModelsFactory(properties.getCatalog(), ConfigurationOrigins.of(environment)).create(configured,
				beans);
	}

	@Bean
	@ConditionalOnMissingBean
	Quotas llmQuotas(LlmProperties properties, Environment environment) {
		return new SharedRedis(ConfigurationOrigins.of(environment), properties.getShared()).quotas();
	}

	@Bean
	@ConditionalOnMissingBean
	Pricing llmPricing(Models models) {
		return new CatalogPricing(models);
	}

	@Bean
	@ConditionalOnMissingBean
	SpendingLedger llmSpendingLedger() {
		return new SpendingLedger();
	}

	@Bean
	@ConditionalOnMissingBean
	BudgetSharing llmBudgetSharing(LlmProperties properties, Environment environment) {
		return properties.getBudgets().isEmpty() ? BudgetSharing.NOBODY
				: new SharedRedis(ConfigurationOrigins.of(environment), properties.getShared()).budgets();
	}

	@Bean
	@ConditionalOnMissingBean
	Budgets llmBudgets(LlmProperties properties, ConfiguredProviders configured, ConfigurableListableBeanFactory beans,
			Environment environment, Pricing pricing, BudgetSharing sharing, ApplicationEventPublisher publisher) {
		return new BudgetFactory(properties, configured, beans, ConfigurationOrigins.of(environment)).create(pricing,
				sharing, publisher);
	}

	@Bean
	Accounting llmAccounting(Pricing pricing, ObjectProvider<SpendingListener> listeners, Budgets budgets) {
		return new Accounting(pricing, listeners.orderedStream().toList(), budgets);
	}

	@Bean
	SharedSurroundings llmSharedSurroundings(CandidateHealth health, Quotas quotas,
			ObjectProvider<Observations> observations, ObjectProvider<CallLogging> logging, Accounting accounting) {
		return new SharedSurroundings(health, new KeptQuotas(quotas),
				observations.getIfAvailable(() -> Observations.NONE), logging.getIfAvailable(), accounting);
	}

	@Bean
	ProviderFactory llmProviderFactory(ProviderWebClients clients, ConfigurableListableBeanFactory beans,
			Environment environment, ObjectProvider<LlmConnectionDetails> details, SharedSurroundings shared,
			Models models) {
		return new ProviderFactory(clients, new ProviderAuthorizations(beans, ConfigurationOrigins.of(environment)),
				details, shared, models);
	}

	@Bean
	RunningProviders llmRunningProviders(ConfiguredProviders configured, ProviderFactory providers,
			CandidateHealth health) {
		return new RunningProviders(configured, providers, health);
	}

	@Bean
	DefaultModelCheck llmDefaultModelCheck(ConfiguredProviders configured, Environment environment) {
		return new DefaultModelCheck(configured, environment);
	}

	@Bean
	ModelRouter llmModelRouter(RunningProviders providers, ConfigurableListableBeanFactory beans,
			DefaultModelCheck defaultModel, CandidateHealth health, Models models, Environment environment) {
		ModelRouter router = new RouterFactory(beans, providers.current(), health, models,
				ConfigurationOrigins.of(environment))
			.create();
		defaultModel.checkConfigured(router);
		return router;
	}

	@Bean
	EmbeddingRouter llmEmbeddingRouter(RunningProviders providers, ConfigurableListableBeanFactory beans,
			CandidateHealth health, Environment environment) {
		return new EmbeddingRouterFactory(beans, providers.current(), health, ConfigurationOrigins.of(environment))
			.create();
	}

	@Bean
	LlmRuntime llmRuntime(ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment,
			RunningProviders providers, ModelRouter router, EmbeddingRouter vectors, Models models) {
		return new LlmRuntime(new RuntimeChange(beans, environment, providers, router, vectors, models),
				new ChangeExplanation(beans, environment));
	}

	@Bean
	ConfigTreeWatch llmConfigTreeWatch(LlmRuntime runtime, ConfigurableEnvironment environment,
			LlmProperties properties) {
		return new ConfigTreeWatch(runtime, environment,
				ConfigTreeWatch.interval(properties.getRuntime(), ConfigurationOrigins.of(environment)));
	}

	@Bean
	@ConditionalOnMissingBean
	EmbeddingClient llmEmbeddingClient(EmbeddingRouter router) {
		return EmbeddingClient.of(router::embed);
	}

	@Bean
	@ConditionalOnMissingBean
	ToolLoopSettings llmToolLoopSettings(LlmProperties properties, Environment environment) {
		return new ToolBounds(ConfigurationOrigins.of(environment), properties.getTools()).settings();
	}

	@Bean
	@ConditionalOnMissingBean
	ConversationStore llmConversationStore(LlmProperties properties, Environment environment) {
		return new ConversationFactory(properties, environment).inMemory();
	}

	@Bean
	ConversationMemory llmConversationMemory(ConversationStore store, LlmProperties properties,
			Environment environment) {
		return new ConversationFactory(properties, environment).memory(store);
	}

	@Bean
	ClientFactory llmClientFactory(ModelRouter router, ToolLoopSettings toolBounds,
			ObjectProvider<ToolApproval> approvals, ConversationMemory memory,
			@Qualifier("llmToolExecutor") ObjectProvider<Executor> toolExecutor, ObjectProvider<CallLogging> logging,
			ObjectProvider<Observations> observations) {
		return new ClientFactory(Assembly.of(router)
			.observations(observations.getIfAvailable(() -> Observations.NONE))
			.toolBounds(toolBounds)
			.toolApproval(new ApplicationApproval(approvals))
			.toolExecutor(toolExecutor.getIfAvailable())
			.memory(memory)
			.logging(logging.getIfAvailable()));
	}

	@Bean
	@ConditionalOnMissingBean
	ChatClient llmChatClient(ClientFactory clients, ModelRouter router, ConfiguredProviders configured,
			DefaultModelCheck defaultModel) {
		defaultModel.require(router);
		if (configured.standsIn(router.entries().keySet())) {
			logger.warn("No provider is configured under llm.providers: the embedded provider 'simulated' answers, "
					+ "which is no language model. Set llm.providers.<id>, for example llm.providers.openai.api-key and "
					+ "llm.providers.openai.model; or set llm.providers.simulated.type=simulated to keep it.");
		}
		return clients.create();
	}

}
