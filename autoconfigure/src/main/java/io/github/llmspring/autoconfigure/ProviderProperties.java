package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.ReasoningControl;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.util.unit.DataSize;

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
	 * How requests and answers are written. When not set, the format that the type
	 * brings.
	 */
	private @Nullable String wireFormat;

	/**
	 * Options of every request; a request's own win.
	 */
	private Options options = new Options();

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
	 * How long to wait.
	 */
	private Timeout timeout = new Timeout();

	/**
	 * How much of an answer to read before it counts as broken.
	 */
	private Limits limits = new Limits();

	/**
	 * How to secure connections.
	 */
	private Ssl ssl = new Ssl();

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
	private @Nullable Simulated simulated;

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

	public @Nullable String getWireFormat() {
		return this.wireFormat;
	}

	public void setWireFormat(@Nullable String wireFormat) {
		this.wireFormat = wireFormat;
	}

	public Options getOptions() {
		return this.options;
	}

	public void setOptions(Options options) {
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

	public Timeout getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Timeout timeout) {
		this.timeout = timeout;
	}

	public Limits getLimits() {
		return this.limits;
	}

	public void setLimits(Limits limits) {
		this.limits = limits;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public void setSsl(Ssl ssl) {
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

	public @Nullable Simulated getSimulated() {
		return this.simulated;
	}

	public void setSimulated(@Nullable Simulated simulated) {
		this.simulated = simulated;
	}

	/**
	 * Options of every request; a request's own win.
	 */
	public static class Options {

		/**
		 * How much chance is in the choice of words: 0 for the likeliest.
		 */
		private @Nullable Double temperature;

		/**
		 * Share of the likeliest words to choose among, above 0 and up to 1.
		 */
		private @Nullable Double topP;

		/**
		 * Most tokens the model may make, reasoning included.
		 */
		private @Nullable Integer maxOutputTokens;

		/**
		 * Texts that end the answer when the model writes one of them.
		 */
		private List<String> stop = new ArrayList<>();

		/**
		 * Number that makes answers repeatable where a service can.
		 */
		private @Nullable Long seed;

		/**
		 * How strongly words count against themselves the more often they were used.
		 */
		private @Nullable Double frequencyPenalty;

		/**
		 * How strongly words count against themselves once they were used.
		 */
		private @Nullable Double presencePenalty;

		/**
		 * How much the model should think before it answers.
		 */
		private ReasoningControl.@Nullable Effort reasoning;

		/**
		 * Whether an option that the model does not take fails the call, instead of being
		 * left out with a warning.
		 */
		private @Nullable Boolean strict;

		public @Nullable Double getTemperature() {
			return this.temperature;
		}

		public void setTemperature(@Nullable Double temperature) {
			this.temperature = temperature;
		}

		public @Nullable Double getTopP() {
			return this.topP;
		}

		public void setTopP(@Nullable Double topP) {
			this.topP = topP;
		}

		public @Nullable Integer getMaxOutputTokens() {
			return this.maxOutputTokens;
		}

		public void setMaxOutputTokens(@Nullable Integer maxOutputTokens) {
			this.maxOutputTokens = maxOutputTokens;
		}

		public List<String> getStop() {
			return this.stop;
		}

		public void setStop(List<String> stop) {
			this.stop = stop;
		}

		public @Nullable Long getSeed() {
			return this.seed;
		}

		public void setSeed(@Nullable Long seed) {
			this.seed = seed;
		}

		public @Nullable Double getFrequencyPenalty() {
			return this.frequencyPenalty;
		}

		public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
		}

		public @Nullable Double getPresencePenalty() {
			return this.presencePenalty;
		}

		public void setPresencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
		}

		public ReasoningControl.@Nullable Effort getReasoning() {
			return this.reasoning;
		}

		public void setReasoning(ReasoningControl.@Nullable Effort reasoning) {
			this.reasoning = reasoning;
		}

		public @Nullable Boolean getStrict() {
			return this.strict;
		}

		public void setStrict(@Nullable Boolean strict) {
			this.strict = strict;
		}

	}

	/**
	 * How long to wait.
	 */
	public static class Timeout {

		/**
		 * Longest wait for a connection, a free one of the pool included.
		 */
		private Duration connect = Duration.ofSeconds(10);

		/**
		 * Longest wait for the first content of a stream, counted from sending the
		 * request.
		 */
		private Duration firstToken = Duration.ofSeconds(60);

		/**
		 * Longest silence amid a stream while the reader wants more.
		 */
		private Duration idle = Duration.ofSeconds(60);

		/**
		 * Longest time of a whole call, everything included.
		 */
		private Duration total = Duration.ofMinutes(10);

		public Duration getConnect() {
			return this.connect;
		}

		public void setConnect(Duration connect) {
			this.connect = connect;
		}

		public Duration getFirstToken() {
			return this.firstToken;
		}

		public void setFirstToken(Duration firstToken) {
			this.firstToken = firstToken;
		}

		public Duration getIdle() {
			return this.idle;
		}

		public void setIdle(Duration idle) {
			this.idle = idle;
		}

		public Duration getTotal() {
			return this.total;
		}

		public void setTotal(Duration total) {
			this.total = total;
		}

	}

	/**
	 * How much of an answer to read before it counts as broken.
	 */
	public static class Limits {

		/**
		 * Largest whole answer to read, after decompression.
		 */
		private DataSize response = DataSize.ofMegabytes(10);

		/**
		 * Largest single event of a stream to read.
		 */
		private DataSize event = DataSize.ofMegabytes(1);

		/**
		 * Largest stream to read.
		 */
		private DataSize stream = DataSize.ofMegabytes(50);

		/**
		 * Deepest nesting of JSON to read.
		 */
		private int depth = 200;

		public DataSize getResponse() {
			return this.response;
		}

		public void setResponse(DataSize response) {
			this.response = response;
		}

		public DataSize getEvent() {
			return this.event;
		}

		public void setEvent(DataSize event) {
			this.event = event;
		}

		public DataSize getStream() {
			return this.stream;
		}

		public void setStream(DataSize stream) {
			this.stream = stream;
		}

		public int getDepth() {
			return this.depth;
		}

		public void setDepth(int depth) {
			this.depth = depth;
		}

	}

	/**
	 * How to secure connections.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to connect with.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * How the embedded provider behaves; only with the type 'simulated'.
	 */
	public static class Simulated {

		/**
		 * Time before the answer begins.
		 */
		private Duration delay = Duration.ofMillis(0);

		/**
		 * Time between two pieces of a stream.
		 */
		private Duration pace = Duration.ofMillis(0);

		/**
		 * Reason with which every call fails, such as rate_limited.
		 */
		private @Nullable Reason fail;

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public Duration getPace() {
			return this.pace;
		}

		public void setPace(Duration pace) {
			this.pace = pace;
		}

		public @Nullable Reason getFail() {
			return this.fail;
		}

		public void setFail(@Nullable Reason fail) {
			this.fail = fail;
		}

	}

}
