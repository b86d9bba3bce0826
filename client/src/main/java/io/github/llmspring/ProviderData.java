package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * An opaque value that a service attached to a piece of content and wants back unchanged,
 * such as a signature of its reasoning.
 *
 * @param wireFormat the {@code id} of the wire format that understands the value; every
 * other format leaves it out when it sends the content on
 * @param value the value, in a form only that format knows
 */
public record ProviderData(String wireFormat, String value) {

	/**
	 * Value of the given data if it belongs to the given wire format.
	 * @param data the data, or {@code null}
	 * @param wireFormat the {@code id} of the asking wire format
	 * @return the value, or {@code null} where there is none for that format
	 */
	public static @Nullable String valueFor(@Nullable ProviderData data, String wireFormat) {
		return (data != null && data.wireFormat().equals(wireFormat)) ? data.value() : null;
	}

}
