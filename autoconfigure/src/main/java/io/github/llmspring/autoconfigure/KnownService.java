package io.github.llmspring.autoconfigure;

import io.github.llmspring.http.Preset;
import io.github.llmspring.simulated.SimulatedChatProvider;
import org.jspecify.annotations.Nullable;

/**
 * Service that is known by name, but of which nothing is configured.
 *
 * @param name its name
 * @param preset what is known of it; {@code null} for the embedded provider
 * @param model the model that was asked for, if any
 */
record KnownService(String name, @Nullable Preset preset, @Nullable String model) {

	/**
	 * Finds the service of a name.
	 * @param name the name
	 * @param model the model that was asked for, if any
	 * @return the service, or {@code null} where there is none of that name
	 */
	static @Nullable KnownService of(String name, @Nullable String model) {
		if (name.equals(SimulatedChatProvider.TYPE)) {
			return new KnownService(name, null, model);
		}
		Preset preset = ConfigurationReader.presets().get(name);
		return (preset != null) ? new KnownService(name, preset, model) : null;
	}

	/**
	 * How to configure it.
	 * @return sentences that name the properties and the environment variable
	 */
	String howToConfigure() {
		if (this.preset == null) {
			return "Set " + property("type") + " to '" + this.name + "'.";
		}
		String address = (this.preset.baseUrl() != null) ? ""
				: "Set " + property("base-url") + " to its address, such as " + this.preset.baseUrlExample() + ". ";
		return address + key(this.preset);
	}

	private String key(Preset preset) {
		String model = "set " + property("model")
				+ ((this.model != null) ? " to '" + this.model + "'" : " to one of its models");
		if (!preset.key().required()) {
			return "It needs no key: " + model + ".";
		}
		String key = "Set " + property("api-key");
		String variable = preset.env().isEmpty() ? ""
				: ", or put the key into the environment variable " + preset.env().get(0) + " and " + model;
		String credentials = preset.credentials().getOrDefault("type", "");
		return key + variable + "."
				+ (credentials.isEmpty() ? "" : " Without a key, the credentials '" + credentials + "' count.");
	}

	private String property(String property) {
		return "llm.providers." + this.name + "." + property;
	}

}
