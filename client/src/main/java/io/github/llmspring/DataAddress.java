package io.github.llmspring;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An address that holds what is there, as a browser makes of a chosen file.
 *
 * @param mediaType the type that it names
 * @param bytes the content
 */
record DataAddress(String mediaType, byte[] bytes) {

	private static final String BASE64 = ";base64";

	static boolean is(URI url) {
		return "data".equalsIgnoreCase(url.getScheme());
	}

	/**
	 * Reads an address.
	 * @param url the address
	 * @return what it holds
	 * @throws IllegalArgumentException if it is not well-formed
	 */
	static DataAddress of(URI url) {
		String text = url.getSchemeSpecificPart();
		int comma = text.indexOf(',');
		if (comma < 0) {
			throw new IllegalArgumentException("A data URI has a comma before its data");
		}
		String head = text.substring(0, comma);
		String type = head.split(";", 2)[0];
		byte[] data = text.substring(comma + 1).getBytes(StandardCharsets.UTF_8);
		return new DataAddress(type.isEmpty() ? "text/plain" : type,
				head.endsWith(BASE64) ? Base64.getDecoder().decode(data) : data);
	}

}
