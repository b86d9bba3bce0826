package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.Set;

import io.github.llmspring.http.Preset;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Usual environment variable that names a host, a port, both or a whole address, as
 * servers on one's own machine have it.
 *
 * @param environment holds the variable
 * @param texts refuses what is wrong
 */
record HostVariable(Environment environment, PropertyTexts texts) {

	/**
	 * Hosts that a server listens at, but nobody can ask.
	 */
	private static final Set<String> ALL_INTERFACES = Set.of("0.0.0.0", "[::]");

	/**
	 * Address of a service.
	 * @param preset the service
	 * @param usual its usual address, which counts for what the variable leaves open
	 * @return the address
	 */
	URI address(Preset preset, URI usual) {
		String value = preset.baseUrlEnv().isEmpty() ? null : this.environment.getProperty(preset.baseUrlEnv());
		if (!StringUtils.hasText(value)) {
			return usual;
		}
		String text = value.strip();
		boolean whole = text.contains("://");
		String host = text.startsWith(":") ? usual.getHost() : "";
		URI given = this.texts.url(preset.baseUrlEnv(), whole ? text : usual.getScheme() + "://" + host + text,
				Set.of("http", "https"), false);
		UriComponentsBuilder address = UriComponentsBuilder.fromUri(given);
		if (!whole && given.getPort() < 0) {
			address.port(usual.getPort());
		}
		if (ALL_INTERFACES.contains(given.getHost())) {
			address.host(usual.getHost());
		}
		return address.build().toUri();
	}

}
