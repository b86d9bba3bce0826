package io.github.llmspring.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is configured of one provider reached over HTTP, defaults applied.
 */
public final class ProviderSettings {

	private static final Secret NO_KEY = Secret.of("");

	private final String id;

	private final Preset preset;

	private final String wireFormat;

	private final URI baseUrl;

	private final @Nullable String model;

	private final @Nullable String embeddingModel;

	private final int embeddingBatch;

	private final Supplier<Secret> apiKey;

	private final List<WeightedKey> apiKeys;

	private final @Nullable Authorization authorization;

	private final Map<String, String> headers;

	private final ChatOptions options;

	private final Timeouts timeouts;

	private final Limits limits;

	private final int maxConnections;

	private final @Nullable URI proxy;

	private final boolean http2;

	private final Function<String, Set<String>> rejects;

	private ProviderSettings(Builder builder) {
		this.id = builder.id;
		this.preset = builder.preset;
		this.wireFormat = (builder.wireFormat != null) ? builder.wireFormat : builder.preset.wireFormat();
		this.baseUrl = Objects.requireNonNull(builder.baseUrl, "'baseUrl' must be set: the preset has none");
		this.model = builder.model;
		this.embeddingModel = builder.embeddingModel;
		this.embeddingBatch = builder.embeddingBatch;
		this.apiKey = builder.apiKey;
		this.apiKeys = List.copyOf(builder.apiKeys);
		this.authorization = authorization(builder);
		this.headers = Map.copyOf(builder.headers);
		this.options = builder.options;
		this.timeouts = builder.timeouts;
		this.limits = builder.limits;
		this.maxConnections = builder.maxConnections;
		this.proxy = builder.proxy;
		this.http2 = builder.http2;
		this.rejects = builder.rejects;
	}

	/**
	 * These settings for another address.
	 * @param baseUrl the address of the service, version path included
	 * @return the settings
	 */
	public ProviderSettings withBaseUrl(URI baseUrl) {
		return toBuilder().baseUrl(baseUrl).build();
	}

	/**
	 * These settings with another way to prove who sends requests.
	 * @param authorization the way
	 * @return the settings
	 */
	public ProviderSettings withAuthorization(Authorization authorization) {
		return toBuilder().authorization(authorization).build();
	}

	/**
	 * These settings with knowledge of what models reject.
	 * @param rejects gives the names of the options that a model is known to reject
	 * @return the settings
	 */
	public ProviderSettings withRejects(Function<String, Set<String>> rejects) {
		return toBuilder().rejects(rejects).build();
	}

	/**
	 * Builder with everything set as here. It keeps the authorization itself, and so what
	 * that knows of the keys.
	 */
	private Builder toBuilder() {
		return new Builder(this.id, this.preset).wireFormat(this.wireFormat)
			.baseUrl(this.baseUrl)
			.model(this.model)
			.embeddingModel(this.embeddingModel)
			.embeddingBatch(this.embeddingBatch)
			.apiKey(this.apiKey)
			.apiKeys(this.apiKeys)
			.authorization(this.authorization)
			.headers(this.headers)
			.options(this.options)
			.timeouts(this.timeouts)
			.limits(this.limits)
			.maxConnections(this.maxConnections)
			.proxy(this.proxy)
			.http2(this.http2)
			.rejects(this.rejects);
	}

	private static @Nullable Authorization authorization(Builder builder) {
		if (builder.authorization != null) {
			return builder.authorization;
		}
		Preset.Key form = builder.preset.key();
		if (builder.apiKeyFile != null) {
			return KeyFileAuthorization.of(builder.apiKeyFile, form);
		}
		return builder.apiKeys.isEmpty() ? null : new KeyRing(builder.id, form, builder.apiKeys, System::nanoTime);
	}

	/**
	 * Builder of settings.
	 * @param id the provider's id
	 * @param preset the service it connects to
	 * @return a builder with the preset's defaults
	 */
	public static Builder builder(String id, Preset preset) {
		return new Builder(id, preset);
	}

	/**
	 * Id of the provider.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Service that the provider connects to.
	 * @return the preset
	 */
	public Preset preset() {
		return this.preset;
	}

	/**
	 * Wire format to speak: the preset's unless configured otherwise.
	 * @return the id of the format
	 */
	public String wireFormat() {
		return this.wireFormat;
	}

	/**
	 * Address of the service, version path included.
	 * @return the address, possibly with a query
	 */
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Model to ask where a request names none.
	 * @return the model or {@code null}
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Model to ask for vectors where a request names none.
	 * @return the model or {@code null}
	 */
	public @Nullable String embeddingModel() {
		return this.embeddingModel;
	}

	/**
	 * Most texts of one request for vectors.
	 * @return the number, or 0 for what the service is known to take
	 */
	public int embeddingBatch() {
		return this.embeddingBatch;
	}

	/**
	 * Key of the moment; an empty secret where there is none.
	 * @return the key
	 */
	public Secret apiKey() {
		return this.apiKey.get();
	}

	/**
	 * Keys to choose among, where there are several.
	 * @return the keys
	 */
	public List<WeightedKey> apiKeys() {
		return this.apiKeys;
	}

	/**
	 * How requests prove who sends them.
	 * @return the configured way, else the key in the preset's way
	 */
	public Authorization authorization() {
		return (this.authorization != null) ? this.authorization : this.preset.key().authorization(this.apiKey);
	}

	/**
	 * Whether a request can be sent: whether there is a key or none is needed.
	 * @return whether credentials are at hand
	 */
	public boolean hasCredentials() {
		return this.authorization != null || !this.preset.key().required() || !apiKey().isEmpty();
	}

	/**
	 * Headers to send with every request.
	 * @return the headers by name
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Options for every request; a request's own win.
	 * @return the options
	 */
	public ChatOptions options() {
		return this.options;
	}

	/**
	 * How long to wait.
	 * @return the timeouts
	 */
	public Timeouts timeouts() {
		return this.timeouts;
	}

	/**
	 * How much to read.
	 * @return the limits
	 */
	public Limits limits() {
		return this.limits;
	}

	/**
	 * Most connections open at once.
	 * @return the size of the pool
	 */
	public int maxConnections() {
		return this.maxConnections;
	}

	/**
	 * Everything among the settings that must not be shown.
	 * @return the keys, headers that prove who asks, and the password of the proxy
	 */
	public List<Secret> secrets() {
		Stream<Secret> keys = Stream.concat(this.apiKeys.stream().map(WeightedKey::key), Stream.of(apiKey()));
		Stream<Secret> headers = this.headers.entrySet()
			.stream()
			.filter((header) -> Credentials.isSecret(header.getKey()))
			.flatMap((header) -> Stream.of(header.getValue(), afterFirst(' ', header.getValue())))
			.map(Secret::of)
			.filter(Secret::isLikely);
		String user = (this.proxy != null) ? this.proxy.getRawUserInfo() : null;
		Stream<Secret> password = Stream.of(Secret.of((user != null) ? afterFirst(':', user) : ""));
		return Stream.of(keys, headers, password)
			.flatMap(Function.identity())
			.filter((secret) -> !secret.isEmpty())
			.toList();
	}

	private static String afterFirst(char mark, String text) {
		return text.substring(text.indexOf(mark) + 1);
	}

	/**
	 * Proxy to connect through, with user and password where it wants them.
	 * @return the proxy or {@code null}
	 */
	public @Nullable URI proxy() {
		return this.proxy;
	}

	/**
	 * Whether HTTP/2 may be spoken.
	 * @return whether to offer it
	 */
	public boolean http2() {
		return this.http2;
	}

	/**
	 * Options that a model is known to reject, besides those that the preset says; they
	 * are left out with a warning.
	 * @return gives the names of the options by the name of the model
	 */
	public Function<String, Set<String>> rejects() {
		return this.rejects;
	}

	/**
	 * Builder of {@link ProviderSettings}; each method sets what the accessor of the same
	 * name describes.
	 */
	public static final class Builder {

		private final String id;

		private final Preset preset;

		private @Nullable String wireFormat;

		private @Nullable URI baseUrl;

		private @Nullable String model;

		private @Nullable String embeddingModel;

		private int embeddingBatch;

		private Supplier<Secret> apiKey = () -> NO_KEY;

		private @Nullable Path apiKeyFile;

		private List<WeightedKey> apiKeys = List.of();

		private @Nullable Authorization authorization;

		private final Map<String, String> headers = new LinkedHashMap<>();

		private ChatOptions options = ChatOptions.NONE;

		private Timeouts timeouts = Timeouts.DEFAULTS;

		private Limits limits = Limits.DEFAULTS;

		private int maxConnections = 1000;

		private @Nullable URI proxy;

		private boolean http2;

		private Function<String, Set<String>> rejects = (model) -> Set.of();

		private Builder(String id, Preset preset) {
			this.id = id;
			this.preset = preset;
			this.baseUrl = (preset.baseUrl() != null) ? URI.create(preset.baseUrl()) : null;
		}

		public Builder wireFormat(@Nullable String wireFormat) {
			this.wireFormat = wireFormat;
			return this;
		}

		public Builder baseUrl(URI baseUrl) {
			this.baseUrl = baseUrl;
			return this;
		}

		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		public Builder embeddingModel(@Nullable String embeddingModel) {
			this.embeddingModel = embeddingModel;
			return this;
		}

		public Builder embeddingBatch(int embeddingBatch) {
			this.embeddingBatch = embeddingBatch;
			return this;
		}

		public Builder apiKey(Supplier<Secret> apiKey) {
			this.apiKey = apiKey;
			return this;
		}

		/**
		 * File that holds the key and may be replaced at any time.
		 * @param apiKeyFile the file
		 * @return this builder
		 */
		public Builder apiKeyFile(@Nullable Path apiKeyFile) {
			this.apiKeyFile = apiKeyFile;
			return this;
		}

		public Builder apiKeys(List<WeightedKey> apiKeys) {
			this.apiKeys = apiKeys;
			return this;
		}

		public Builder authorization(@Nullable Authorization authorization) {
			this.authorization = authorization;
			return this;
		}

		public Builder headers(Map<String, String> headers) {
			this.headers.putAll(headers);
			return this;
		}

		public Builder options(ChatOptions options) {
			this.options = options;
			return this;
		}

		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = timeouts;
			return this;
		}

		public Builder limits(Limits limits) {
			this.limits = limits;
			return this;
		}

		public Builder maxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
			return this;
		}

		public Builder proxy(@Nullable URI proxy) {
			this.proxy = proxy;
			return this;
		}

		public Builder http2(boolean http2) {
			this.http2 = http2;
			return this;
		}

		public Builder rejects(Function<String, Set<String>> rejects) {
			this.rejects = rejects;
			return this;
		}

		public ProviderSettings build() {
			return new ProviderSettings(this);
		}

	}

}
