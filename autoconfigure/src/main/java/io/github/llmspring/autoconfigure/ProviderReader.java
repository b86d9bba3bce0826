package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.routing.Alternatives;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import io.github.llmspring.wire.WireFormats;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Makes of one entry of {@code llm.providers}, the preset it names and the environment
 * what a provider is made of.
 */
final class ProviderReader {

	/**
	 * Preset of a type that is a wire format.
	 */
	private static final String ANY_SERVICE = "openai-compatible";

	private final Map<String, Preset> presets;

	private final Environment environment;

	private final PropertyTexts texts;

	private final String id;

	private final ProviderProperties properties;

	ProviderReader(Map<String, Preset> presets, Environment environment, PropertyTexts texts, String id,
			ProviderProperties properties) {
		this.presets = presets;
		this.environment = environment;
		this.texts = texts;
		this.id = id;
		this.properties = properties;
	}

	ConfiguredProvider read() {
		String type = text("type", this.properties.getType());
		if (type == null) {
			type = this.id;
		}
		if (type.equals(SimulatedChatProvider.TYPE)) {
			return simulated();
		}
		Preset preset = preset(type);
		if (preset == null) {
			return brought(unknown());
		}
		if (this.properties.getSimulated() != null) {
			throw this.texts.invalid(name("simulated"), null,
					"The type '" + type + "' is a real service, which nothing of this has an effect on.",
					"Remove it, or set " + name("type") + " to 'simulated'.");
		}
		return remote(type, preset);
	}

	private @Nullable Preset preset(String type) {
		Preset preset = this.presets.get(type);
		if (preset == null && WireFormats.all().containsKey(type)) {
			preset = this.presets.get(ANY_SERVICE);
		}
		return preset;
	}

	/**
	 * What is wrong with a type that is the name of nothing.
	 * @return what is wrong with the id, where it stands for the type
	 * @throws InvalidLlmConfigurationException if the type is set
	 */
	private InvalidLlmConfigurationException unknown() {
		Set<String> known = new TreeSet<>(this.presets.keySet());
		known.add(SimulatedChatProvider.TYPE);
		known.addAll(WireFormats.all().keySet());
		String type = text("type", this.properties.getType());
		if (type != null) {
			throw this.texts.invalid(name("type"), type, "There is no service of that name.",
					Alternatives.of(known).sentence(type));
		}
		return this.texts.invalid(name("type"), null,
				"It is not set, and the id '" + this.id + "' is not the name of a service either.",
				ownServer(known, this.id) + Alternatives.of(known).sentence(this.id));
	}

	/**
	 * A provider that only the application can bring, which is known when all beans are.
	 */
	private ConfiguredProvider brought(InvalidLlmConfigurationException unknown) {
		if (this.properties.getSimulated() != null) {
			throw unknown;
		}
		String model = text("model", this.properties.getModel());
		return new ConfiguredProvider.Brought(this.id, model,
				text("embedding-model", this.properties.getEmbeddingModel()),
				resilience().surroundings(model, bounds().timeouts().total()), residency(), unknown);
	}

	/**
	 * A provider with an address and a name of its own is a server of one's own.
	 */
	private String ownServer(Set<String> known, String type) {
		boolean own = text("base-url", this.properties.getBaseUrl()) != null
				&& Alternatives.of(known).closest(type).isEmpty();
		return own ? "Set it to '" + ANY_SERVICE
				+ "' where the server takes chat completions as OpenAI does, else to what it is. " : "";
	}

	private ConfiguredProvider simulated() {
		SimulatedSettings defaults = SimulatedSettings.DEFAULTS;
		SimulatedProperties behaviour = (this.properties.getSimulated() != null) ? this.properties.getSimulated()
				: new SimulatedProperties();
		String model = text("model", this.properties.getModel());
		SimulatedSettings settings = new SimulatedSettings((model != null) ? model : defaults.model(),
				behaviour.getDelay(), behaviour.getPace(), fail(behaviour), failureRate(behaviour));
		return new ConfiguredProvider.Simulated(this.id, settings, options(),
				resilience().surroundings(settings.model(), bounds().timeouts().total()), residency(),
				text("embedding-model", this.properties.getEmbeddingModel()));
	}

	private static @Nullable Reason fail(SimulatedProperties behaviour) {
		boolean some = behaviour.getFailureRate() != null && behaviour.getFailureRate() > 0;
		return (behaviour.getFail() == null && some) ? Reason.SERVER_ERROR : behaviour.getFail();
	}

	private double failureRate(SimulatedProperties behaviour) {
		Double rate = behaviour.getFailureRate();
		if (rate == null) {
			return (behaviour.getFail() != null) ? 1 : 0;
		}
		if (!(rate >= 0 && rate <= 1)) {
			throw this.texts.invalid(name("simulated.failure-rate"), rate.toString(), "It is not between 0 and 1.",
					"Set it to a number such as 0.3.");
		}
		return rate;
	}

	private ConfiguredProvider remote(String type, Preset preset) {
		String wireFormat = wireFormat(type, preset);
		ProviderSettings.Builder settings = ProviderSettings.builder(this.id, preset)
			.baseUrl(new ServiceUrl(name("base-url"), this.environment, this.texts)
				.of(text("base-url", this.properties.getBaseUrl()), type, preset, wireFormat))
			.model(text("model", this.properties.getModel()))
			.embeddingModel(text("embedding-model", this.properties.getEmbeddingModel()))
			.embeddingBatch(embeddingBatch())
			.wireFormat(wireFormat)
			.headers(headers())
			.options(options())
			.timeouts(bounds().timeouts())
			.limits(bounds().limits())
			.maxConnections(bounds().connections())
			.proxy(proxy())
			.http2(this.properties.isHttp2());
		ProviderKeys.Found key = new ProviderKeys(this.texts, this.environment, name(""), this.properties)
			.addTo(settings, preset);
		ConfiguredCredentials credentials = new CredentialsReader(this.texts, this.id, this.properties).read(preset,
				key);
		return new ConfiguredProvider.Remote(settings.build(), credentials,
				text("ssl.bundle", this.properties.getSsl().getBundle()),
				resilience().surroundings(text("model", this.properties.getModel()), bounds().timeouts().total()),
				residency());
	}

	private Set<String> residency() {
		Set<String> words = new LinkedHashSet<>();
		for (String word : this.properties.getResidency()) {
			String text = text("residency", word);
			if (text != null) {
				words.add(text);
			}
		}
		return words;
	}

	private int embeddingBatch() {
		Integer batch = this.properties.getEmbeddingBatch();
		if (batch != null && batch <= 0) {
			throw this.texts.invalid(name("embedding-batch"), batch.toString(), "It is not above 0.",
					"Set it to a whole number above 0, or remove it.");
		}
		return (batch != null) ? batch : 0;
	}

	private String wireFormat(String type, Preset preset) {
		String configured = text("wire-format", this.properties.getWireFormat());
		if (configured != null) {
			return this.texts.oneOf(name("wire-format"), configured, WireFormats.all().keySet(),
					"There is no wire format of that name.");
		}
		return this.texts.oneOf(name("type"), this.presets.containsKey(type) ? preset.wireFormat() : type,
				WireFormats.all().keySet(), "Its wire format '" + preset.wireFormat() + "' is not on the classpath.");
	}

	private Map<String, String> headers() {
		this.properties.getHeaders()
			.forEach((header, value) -> this.texts.header(name("headers." + header), header, value));
		return this.properties.getHeaders();
	}

	private @Nullable URI proxy() {
		String configured = text("proxy", this.properties.getProxy());
		if (configured == null) {
			return null;
		}
		URI proxy = this.texts.url(name("proxy"), configured, Set.of("http", "socks5"), true);
		if (proxy.getPort() < 0) {
			throw this.texts.invalid(name("proxy"), null, "It has no port.",
					"Add the port, as in http://" + proxy.getHost() + ":3128.");
		}
		return proxy;
	}

	private ChatOptions options() {
		OptionsProperties options = this.properties.getOptions();
		return ChatOptions.builder()
			.temperature(options.getTemperature())
			.topP(options.getTopP())
			.maxOutputTokens(options.getMaxOutputTokens())
			.stop(options.getStop())
			.seed(options.getSeed())
			.frequencyPenalty(options.getFrequencyPenalty())
			.presencePenalty(options.getPresencePenalty())
			.reasoning((options.getReasoning() != null) ? ReasoningControl.of(options.getReasoning()) : null)
			.strict(options.getStrict())
			.extra(new ExtraBody(this.properties.getExtraBody()).fields())
			.build();
	}

	private ProviderBounds bounds() {
		return new ProviderBounds(ConfigurationOrigins.of(this.environment), name(""), this.properties);
	}

	private ResilienceReader resilience() {
		return new ResilienceReader(this.texts, ConfigurationOrigins.of(this.environment), name(""), this.properties);
	}

	private @Nullable String text(String property, @Nullable String value) {
		return this.texts.text(name(property), value);
	}

	private String name(String property) {
		return "llm.providers." + this.id + "." + property;
	}

}
