package io.github.llmspring.observation;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A service as metrics and traces name it.
 *
 * @param name the kind of service, by OpenTelemetry's list where it has it
 * @param host the host it is reached at, or {@code null} where that is not known
 * @param port the port, or {@code null} where the host is not known
 */
public record ObservedService(String name, @Nullable String host, @Nullable Integer port) {

	/**
	 * Service of which only the kind is known.
	 * @param name the kind of service
	 * @return the service
	 */
	public static ObservedService named(String name) {
		return new ObservedService(name, null, null);
	}

	/**
	 * Service that is reached over HTTP.
	 * @param name the kind of service
	 * @param address its address
	 * @return the service
	 */
	public static ObservedService of(String name, URI address) {
		String host = address.getHost();
		if (host == null) {
			return named(name);
		}
		int usual = "http".equals(address.getScheme()) ? 80 : 443;
		return new ObservedService(name, host, (address.getPort() >= 0) ? address.getPort() : usual);
	}

}
