package io.github.llmspring.http;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Address of a service, to which the paths of calls are added.
 */
final class ServiceAddress {

	private final String base;

	private final String query;

	private volatile @Nullable Resolved last;

	/**
	 * Address of a service.
	 * @param baseUrl the base of all paths; its query goes with every call
	 * @param defaultQuery the query where the base URL brings none
	 */
	ServiceAddress(URI baseUrl, String defaultQuery) {
		String text = baseUrl.toString();
		int mark = text.indexOf('?');
		String withoutQuery = (mark >= 0) ? text.substring(0, mark) : text;
		this.base = withoutQuery.endsWith("/") ? withoutQuery.substring(0, withoutQuery.length() - 1) : withoutQuery;
		this.query = (mark >= 0) ? text.substring(mark + 1) : defaultQuery;
	}

	/**
	 * Address of a call. The last one is remembered, as most calls go where the one
	 * before went.
	 * @param path path and query relative to the base URL
	 * @return the address
	 */
	URI resolve(String path) {
		Resolved known = this.last;
		if (known != null && known.path().equals(path)) {
			return known.uri();
		}
		String joined = this.base + path;
		URI uri = URI
			.create(this.query.isEmpty() ? joined : joined + ((path.indexOf('?') >= 0) ? "&" : "?") + this.query);
		this.last = new Resolved(path, uri);
		return uri;
	}

	private record Resolved(String path, URI uri) {
	}

}
