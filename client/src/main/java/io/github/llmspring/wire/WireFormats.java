package io.github.llmspring.wire;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The wire formats on the classpath.
 */
public final class WireFormats {

	private static final Map<String, WireFormat> BY_ID = load();

	private WireFormats() {
	}

	private static Map<String, WireFormat> load() {
		Map<String, WireFormat> formats = new TreeMap<>();
		ServiceLoader.load(WireFormat.class, WireFormat.class.getClassLoader())
			.forEach((format) -> formats.put(format.id(), format));
		return Map.copyOf(formats);
	}

	/**
	 * All formats.
	 * @return the formats by id
	 */
	public static Map<String, WireFormat> all() {
		return BY_ID;
	}

}
