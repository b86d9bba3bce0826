package io.github.llmspring.autoconfigure;

import java.net.URI;

/**
 * Where a server is that was found or runs in a container.
 *
 * @param host the host
 * @param port the port
 */
record ServerAddress(String host, int port) {

	/**
	 * Address of a service on this server.
	 * @param baseUrl where the service is elsewhere, of which path and query count
	 * @return the address
	 */
	URI of(URI baseUrl) {
		String path = (baseUrl.getRawPath() != null) ? baseUrl.getRawPath() : "";
		String query = (baseUrl.getRawQuery() != null) ? "?" + baseUrl.getRawQuery() : "";
		return URI.create(root() + path + query);
	}

	/**
	 * Address of the server itself.
	 * @return the address without a path
	 */
	String root() {
		boolean bare = this.host.indexOf(':') >= 0 && !this.host.startsWith("[");
		return "http://" + (bare ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
