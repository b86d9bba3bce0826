package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration of one provider: a connection to one service.
 */
@ConfigurationPropertiesSource
public class ProviderProperties {

	/**
	 * Service to connect to: the name of a known service such as 'openai', a wire format,
	 * or 'simulated'. When not set, the id of the provider is used.
	 */
	private @Nullable String type;

	/**
	 * Key of the service. When blank or not set, the service's usual environment variable
	 * is used.
	 */
	private @Nullable Secret apiKey;

	/**
	 * File that holds the key and may be replaced while the application runs.
	 */
	private @Nullable String apiKeyFile;

	/**
	 * Several keys to spread requests over, in place of 'api-key'.
	 */
	private List<Secret> apiKeys = new ArrayList<>();

	/**
	 * Shares of the keys in 'api-keys', in the same order. When not set, all are equal.
	 */
	private List<Integer> apiKeyWeights = new ArrayList<>();

	/**
	 * Credentials to use in place of a key: 'aws', 'azure', 'google' or 'oauth2', or the
	 * name of a bean of type Authorization. When neither this nor a key is set, those
	 * that the type brings.
	 */
	private @Nullable String credentials;

	/**
	 * Region that requests are signed for, with the credentials 'aws'. When not set, the
	 * one in the address.
	 */
	private @Nullable String region;

	/**
	 * Name of the service that requests are signed for, with the credentials 'aws'. When
	 * not set, the one that the type brings.
	 */
	private @Nullable String signingService;

	/**
	 * Scope that tokens are asked for, with the credentials 'azure' or 'google'.
	 */
	private @Nullable String tokenScope;

	/**
	 * Project whose quota requests count for, with the credentials 'google'.
	 */
	private @Nullable String quotaProject;

	/**
	 * Client registration of Spring Security to get tokens with, with the credentials
	 * 'oauth2'. When not set, the id of the provider is used.
	 */
	private @Nullable String clientRegistration;

	/**
	 * Address of the service, version path included. When not set, the address that the
	 * type brings.
	 */
	private @Nullable String baseUrl;

	/**
	 * Model to ask where a request names only the provider.
	 */
	private @Nullable String model;

	/**
	 * Model that makes vectors of texts where a request names only the provider.
	 */
	private @Nullable String embeddingModel;

	/**
	 * Most texts to send in one request for vectors. When not set, as many as the service
	 * is known to take.
	 */
	private @Nullable Integer embeddingBatch;

	/**
	 * How requests and answers are written. When not set, the format that the type
	 * brings.
	 */
	private @Nullable String wireFormat;

	/**
	 * Options of every request; a request's own win.
	 */
	@NestedConfigurationProperty
	private OptionsProperties options = new OptionsProperties();

	/**
	 * Fields to add to the body of every request, in the service's own words and sent as
	 * they are.
	 */
	private Map<String, Object> extraBody = new LinkedHashMap<>();

	/**
	 * Headers to send with every request, by name.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Words that say where and how the service keeps data, such as 'eu' or
	 * 'zero-retention', for routes that require them.
	 */
	private List<String> residency = new ArrayList<>();

	/**
	 * How long to wait.
	 */
	@NestedConfigurationProperty
	private TimeoutProperties timeout = new TimeoutProperties();

	/**
	 * When to send a request again that failed before anything of the answer came.
	 */
	@NestedConfigurationProperty
	private RetryProperties retry = new RetryProperties();

	/**
	 * When to send nothing for a while to a model that keeps failing; off unless one of
	 * these is set.
	 */
	@NestedConfigurationProperty
	private @Nullable CircuitBreakerProperties circuitBreaker;

	/**
	 * How much of an answer to read before it counts as broken.
	 */
	@NestedConfigurationProperty
	private LimitsProperties limits = new LimitsProperties();

	/**
	 * How much to ask of the service.
	 */
	@NestedConfigurationProperty
	private RateLimitProperties rateLimit = new RateLimitProperties();

	/**
	 * How to secure connections.
	 */
	@NestedConfigurationProperty
	private SslProperties ssl = new SslProperties();

	/**
	 * Address of the proxy to connect through, such as 'http://user:password@proxy:3128'.
	 * When not set, Java's system properties for proxies are used.
	 */
	private @Nullable String proxy;

	/**
	 * Whether to offer HTTP/2 to the service.
	 */
	private boolean http2;

	/**
	 * Most connections to have open at once.
	 */
	private int connections = 1000;

	/**
	 * How the embedded provider behaves; only with the type 'simulated'.
	 */
	@NestedConfigurationProperty
	private @Nullable SimulatedProperties simulated;

	public @Nullable String getType() {
		return this.type;
	}

	public void setType(@Nullable String type) {
		this.type = type;
	}

	public @Nullable Secret getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable Secret apiKey) {
		this.apiKey = apiKey;
	}

	public @Nullable String getApiKeyFile() {
		return this.apiKeyFile;
	}

	public void setApiKeyFile(@Nullable String apiKeyFile) {
		this.apiKeyFile = apiKeyFile;
	}

	public List<Secret> getApiKeys() {
		return this.apiKeys;
	}

	public void setApiKeys(List<Secret> apiKeys) {
		this.apiKeys = apiKeys;
	}

	public List<Integer> getApiKeyWeights() {
		return this.apiKeyWeights;
	}

	public void setApiKeyWeights(List<Integer> apiKeyWeights) {
		this.apiKeyWeights = apiKeyWeights;
	}

	public @Nullable String getCredentials() {
		return this.credentials;
	}

	public void setCredentials(@Nullable String credentials) {
		this.credentials = credentials;
	}

	public @Nullable String getRegion() {
		return this.region;
	}

	public void setRegion(@Nullable String region) {
		this.region = region;
	}

	public @Nullable String getSigningService() {
		return this.signingService;
	}

	public void setSigningService(@Nullable String signingService) {
		this.signingService = signingService;
	}

	public @Nullable String getTokenScope() {
		return this.tokenScope;
	}

	public void setTokenScope(@Nullable String tokenScope) {
		this.tokenScope = tokenScope;
	}

	public @Nullable String getQuotaProject() {
		return this.quotaProject;
	}

	public void setQuotaProject(@Nullable String quotaProject) {
		this.quotaProject = quotaProject;
	}

	public @Nullable String getClientRegistration() {
		return this.clientRegistration;
	}

	public void setClientRegistration(@Nullable String clientRegistration) {
		this.clientRegistration = clientRegistration;
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable String getEmbeddingModel() {
		return this.embeddingModel;
	}

	public void setEmbeddingModel(@Nullable String embeddingModel) {
		this.embeddingModel = embeddingModel;
	}

	public @Nullable Integer getEmbeddingBatch() {
		return this.embeddingBatch;
	}

	public void setEmbeddingBatch(@Nullable Integer embeddingBatch) {
		this.embeddingBatch = embeddingBatch;
	}

	public @Nullable String getWireFormat() {
		return this.wireFormat;
	}

	public void setWireFormat(@Nullable String wireFormat) {
		this.wireFormat = wireFormat;
	}

	public OptionsProperties getOptions() {
		return this.options;
	}

	public void setOptions(OptionsProperties options) {
		this.options = options;
	}

	public Map<String, Object> getExtraBody() {
		return this.extraBody;
	}

	public void setExtraBody(Map<String, Object> extraBody) {
		this.extraBody = extraBody;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public List<String> getResidency() {
		return this.residency;
	}

	public void setResidency(List<String> residency) {
		this.residency = residency;
	}

	public TimeoutProperties getTimeout() {
		return this.timeout;
	}

	public void setTimeout(TimeoutProperties timeout) {
		this.timeout = timeout;
	}

	public RetryProperties getRetry() {
		return this.retry;
	}

	public void setRetry(RetryProperties retry) {
		this.retry = retry;
	}

	public @Nullable CircuitBreakerProperties getCircuitBreaker() {
		return this.circuitBreaker;
	}

	public void setCircuitBreaker(@Nullable CircuitBreakerProperties circuitBreaker) {
		this.circuitBreaker = circuitBreaker;
	}

	public LimitsProperties getLimits() {
		return this.limits;
	}

	public void setLimits(LimitsProperties limits) {
		this.limits = limits;
	}

	public RateLimitProperties getRateLimit() {
		return this.rateLimit;
	}

	public void setRateLimit(RateLimitProperties rateLimit) {
		this.rateLimit = rateLimit;
	}

	public SslProperties getSsl() {
		return this.ssl;
	}

	public void setSsl(SslProperties ssl) {
		this.ssl = ssl;
	}

	public @Nullable String getProxy() {
		return this.proxy;
	}

	public void setProxy(@Nullable String proxy) {
		this.proxy = proxy;
	}

	public boolean isHttp2() {
		return this.http2;
	}

	public void setHttp2(boolean http2) {
		this.http2 = http2;
	}

	public int getConnections() {
		return this.connections;
	}

	public void setConnections(int connections) {
		this.connections = connections;
	}

	public @Nullable SimulatedProperties getSimulated() {
		return this.simulated;
	}

	public void setSimulated(@Nullable SimulatedProperties simulated) {
		this.simulated = simulated;
	}

}
