package io.github.llmspring.wire;

import java.util.List;
import java.util.Map;

/**
 * A request as it goes over the wire, without host and credentials.
 *
 * @param method the HTTP method
 * @param path path and query relative to the provider's base URL, beginning with a slash
 * @param headers headers that the wire format needs
 * @param body the encoded body, not copied
 * @param warnings what was asked for but left out, in sentences for a log
 */
public record HttpCall(String method, String path, Map<String, String> headers, byte[] body, List<String> warnings) {

	/**
	 * Call that posts JSON.
	 * @param path path and query relative to the provider's base URL
	 * @param headers headers that the wire format needs besides the content type
	 * @param body the encoded body
	 * @param warnings what was asked for but left out
	 * @return the call
	 */
	public static HttpCall post(String path, Map<String, String> headers, byte[] body, List<String> warnings) {
		return new HttpCall("POST", path, headers, body, warnings);
	}

	/**
	 * Call that asks for something without a body.
	 * @param path path and query relative to the provider's base URL
	 * @return the call
	 */
	public static HttpCall get(String path) {
		return new HttpCall("GET", path, Map.of(), new byte[0], List.of());
	}

}
