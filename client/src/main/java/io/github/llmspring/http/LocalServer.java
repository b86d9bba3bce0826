package io.github.llmspring.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a service is recognised that people run themselves, on their own machine or in a
 * container.
 *
 * @param port the port it listens on unless told otherwise
 * @param proof what tells it from any other server: paths from the root of the server,
 * and for each a JSON pointer into the answer, followed by {@code =} and a value where
 * there must be that one; without any proof it is never looked for
 * @param images names of its container images, without registry and tag
 */
public record LocalServer(int port, Map<String, String> proof, List<String> images) {

	private static final Set<String> FIELDS = Set.of("port", "proof", "images");

	/**
	 * Checks and copies what is given.
	 */
	public LocalServer {
		proof = Map.copyOf(proof);
		images = List.copyOf(images);
	}

	@SuppressWarnings("unchecked")
	static LocalServer of(String preset, Map<String, Object> fields) {
		for (String field : fields.keySet()) {
			if (!FIELDS.contains(field)) {
				throw new IllegalStateException(
						"The local server of preset '" + preset + "' has an unknown field '" + field + "'");
			}
		}
		if (!(fields.get("port") instanceof Integer port)) {
			throw new IllegalStateException("The local server of preset '" + preset + "' has no port");
		}
		return new LocalServer(port, new LinkedHashMap<>((Map<String, String>) fields.getOrDefault("proof", Map.of())),
				(List<String>) fields.getOrDefault("images", List.of()));
	}

}
