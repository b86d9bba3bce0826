package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * An opaque value that a service attached to a piece of content and wants back unchanged,
 * such as a signature of its reasoning.
 *
 * @param wireFormat the {@code id} of the wire format that understands the value; every
 * other format leaves it out when it sends the content on
 * @param value the value, in a form only that format knows; empty where only the origin
 * is worth knowing
 * @param origin the address of the model that gave it, which alone gets it back;
 * {@code null} where that is not known
 */
public record ProviderData(String wireFormat, String value, @Nullable String origin) {

	/**
	 * Value that any model of the wire format may get.
	 * @param wireFormat the {@code id} of the wire format that understands the value
	 * @param value the value
	 */
	public ProviderData(String wireFormat, String value) {
		this(wireFormat, value, null);
	}

	/**
	 * Value of the given data if it belongs to the given wire format.
	 * @param data the data, or {@code null}
	 * @param wireFormat the {@code id} of the asking wire format
	 * @return the value, or {@code null} where there is none for that format
	 */
	public static @Nullable String valueFor(@Nullable ProviderData data, String wireFormat) {
		return (data != null && !data.value().isEmpty() && data.wireFormat().equals(wireFormat)) ? data.value() : null;
	}

}
