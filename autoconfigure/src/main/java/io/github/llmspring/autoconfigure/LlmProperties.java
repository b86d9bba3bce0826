package io.github.llmspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Everything that can be configured under {@code llm}.
 */
@ConfigurationProperties("llm")
public class LlmProperties {

	/**
	 * Model that answers where a request names none: a model address such as
	 * 'openai/gpt-5-mini', the id of a provider that has a model, or the name of a route.
	 * Not needed with a single provider.
	 */
	private @Nullable String defaultModel;

	/**
	 * Model that makes vectors of texts where a request names none: a model address such
	 * as 'openai/text-embedding-3-small', or the id of a provider that has a model for
	 * embeddings. Not needed where only one has.
	 */
	private @Nullable String defaultEmbeddingModel;

	/**
	 * Providers by id. The id is a free word of lower case letters, digits and dashes;
	 * where it is the name of a known service, it picks that service. Without any
	 * provider an embedded one called 'simulated' answers.
	 */
	private Map<String, ProviderProperties> providers = new LinkedHashMap<>();

	/**
	 * Routes by name: several models and how to choose among them. A route is written
	 * wherever a model address is, and has a name that no provider has.
	 */
	private Map<String, RouteProperties> routes = new LinkedHashMap<>();

	/**
	 * Budgets by name: how much some calls may cost together in a period.
	 */
	private Map<String, BudgetProperties> budgets = new LinkedHashMap<>();

	/**
	 * What is known of models before they are asked.
	 */
	@NestedConfigurationProperty
	private CatalogProperties catalog = new CatalogProperties();

	/**
	 * How servers of language models on this machine are found.
	 */
	@NestedConfigurationProperty
	private DiscoveryProperties discovery = new DiscoveryProperties();

	/**
	 * Bounds of running tools for a model.
	 */
	@NestedConfigurationProperty
	private ToolsProperties tools = new ToolsProperties();

	/**
	 * How conversations are remembered.
	 */
	@NestedConfigurationProperty
	private ConversationProperties conversation = new ConversationProperties();

	/**
	 * What every provider must have to be asked, whoever asks.
	 */
	@NestedConfigurationProperty
	private GlobalRequirements require = new GlobalRequirements();

	/**
	 * How calls are logged.
	 */
	@NestedConfigurationProperty
	private LoggingProperties logging = new LoggingProperties();

	/**
	 * What is taken out of content before a log or a trace holds it.
	 */
	@NestedConfigurationProperty
	private RedactionProperties redaction = new RedactionProperties();

	/**
	 * How health becomes known.
	 */
	@NestedConfigurationProperty
	private HealthProperties health = new HealthProperties();

	/**
	 * What applications share.
	 */
	@NestedConfigurationProperty
	private SharedProperties shared = new SharedProperties();

	/**
	 * How changes are noticed while the application runs.
	 */
	@NestedConfigurationProperty
	private RuntimeProperties runtime = new RuntimeProperties();

	/**
	 * What metrics and traces are told of calls.
	 */
	@NestedConfigurationProperty
	private ObservationProperties observation = new ObservationProperties();

	public @Nullable String getDefaultModel() {
		return this.defaultModel;
	}

	public void setDefaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	public @Nullable String getDefaultEmbeddingModel() {
		return this.defaultEmbeddingModel;
	}

	public void setDefaultEmbeddingModel(@Nullable String defaultEmbeddingModel) {
		this.defaultEmbeddingModel = defaultEmbeddingModel;
	}

	public Map<String, ProviderProperties> getProviders() {
		return this.providers;
	}

	public void setProviders(Map<String, ProviderProperties> providers) {
		this.providers = providers;
	}

	public Map<String, RouteProperties> getRoutes() {
		return this.routes;
	}

	public void setRoutes(Map<String, RouteProperties> routes) {
		this.routes = routes;
	}

	public Map<String, BudgetProperties> getBudgets() {
		return this.budgets;
	}

	public void setBudgets(Map<String, BudgetProperties> budgets) {
		this.budgets = budgets;
	}

	public CatalogProperties getCatalog() {
		return this.catalog;
	}

	public void setCatalog(CatalogProperties catalog) {
		this.catalog = catalog;
	}

	public DiscoveryProperties getDiscovery() {
		return this.discovery;
	}

	public void setDiscovery(DiscoveryProperties discovery) {
		this.discovery = discovery;
	}

	public ToolsProperties getTools() {
		return this.tools;
	}

	public void setTools(ToolsProperties tools) {
		this.tools = tools;
	}

	public ConversationProperties getConversation() {
		return this.conversation;
	}

	public void setConversation(ConversationProperties conversation) {
		this.conversation = conversation;
	}

	public GlobalRequirements getRequire() {
		return this.require;
	}

	public void setRequire(GlobalRequirements require) {
		this.require = require;
	}

	public LoggingProperties getLogging() {
		return this.logging;
	}

	public void setLogging(LoggingProperties logging) {
		this.logging = logging;
	}

	public RedactionProperties getRedaction() {
		return this.redaction;
	}

	public void setRedaction(RedactionProperties redaction) {
		this.redaction = redaction;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

	public void setHealth(HealthProperties health) {
		this.health = health;
	}

	public SharedProperties getShared() {
		return this.shared;
	}

	public void setShared(SharedProperties shared) {
		this.shared = shared;
	}

	public RuntimeProperties getRuntime() {
		return this.runtime;
	}

	public void setRuntime(RuntimeProperties runtime) {
		this.runtime = runtime;
	}

	public ObservationProperties getObservation() {
		return this.observation;
	}

	public void setObservation(ObservationProperties observation) {
		this.observation = observation;
	}

}
