package io.github.llmspring.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The known services: all rows of all {@code META-INF/llm/presets.json} on the classpath.
 */
public final class Presets {

	/**
	 * Where a jar holds its rows: a JSON object of rows by name.
	 */
	public static final String RESOURCE = "META-INF/llm/presets.json";

	private static final TypeReference<LinkedHashMap<String, Map<String, Object>>> ROWS = new TypeReference<>() {
	};

	private Presets() {
	}

	/**
	 * Reads the rows.
	 * @param classLoader where to look for them
	 * @return the presets by name, in the order of the rows
	 */
	public static Map<String, Preset> load(ClassLoader classLoader) {
		JsonMapper mapper = JsonMapper.builder().build();
		Map<String, Preset> presets = new LinkedHashMap<>();
		try {
			List<URL> resources = Collections.list(classLoader.getResources(RESOURCE));
			for (URL resource : resources) {
				try (InputStream rows = resource.openStream()) {
					mapper.readValue(rows, ROWS).forEach((name, row) -> presets.put(name, Preset.of(name, row)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Collections.unmodifiableMap(presets);
	}

}
