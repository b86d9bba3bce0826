package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.Set;

import io.github.llmspring.http.Endpoints;
import io.github.llmspring.http.Preset;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Address of a service: as it is configured, else as the type or an environment variable
 * brings it.
 *
 * @param property the name of the property that holds it
 * @param environment holds the variable
 * @param texts refuses what is wrong
 */
record ServiceUrl(String property, Environment environment, PropertyTexts texts) {

	URI of(@Nullable String configured, String type, Preset preset, String wireFormat) {
		if (configured != null) {
			URI url = this.texts.url(this.property, configured, Set.of("http", "https"), false);
			requireNoEndpoint(url, new Endpoints(wireFormat, preset.dialect()));
			return url;
		}
		if (preset.baseUrl() == null) {
			throw this.texts.invalid(this.property, null,
					"It is not set, and the type '" + type + "' has no address of its own.",
					"Set it to the address of the service, such as " + preset.baseUrlExample() + ".");
		}
		return new HostVariable(this.environment, this.texts).address(preset, URI.create(preset.baseUrl()));
	}

	private void requireNoEndpoint(URI url, Endpoints endpoints) {
		String path = url.getRawPath();
		String endpoint = endpoints.endOf(path);
		if (endpoint != null) {
			String base = url.getScheme() + "://" + url.getRawAuthority()
					+ path.substring(0, path.length() - endpoint.length());
			throw this.texts.invalid(this.property, null,
					"It ends in '" + endpoint + "', which each request adds by itself.", "Set it to " + base + ".");
		}
	}

}
