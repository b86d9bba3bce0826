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
	 * Where a jar holds its rows: a JSON object of rows by name. A row with a field
	 * {@code like} speaks as the row of that name does, own fields aside.
	 */
	public static final String RESOURCE = "META-INF/llm/presets.json";

	private static final TypeReference<LinkedHashMap<String, Map<String, Object>>> ROWS = new TypeReference<>() {
	};

	/**
	 * Name of the row whose dialect holds for all services, each of which may differ.
	 */
	private static final String ALL = "*";

	private Presets() {
	}

	/**
	 * Reads the rows.
	 * @param classLoader where to look for them
	 * @return the presets by name, in the order of the rows
	 */
	public static Map<String, Preset> load(ClassLoader classLoader) {
		JsonMapper mapper = JsonMapper.builder().build();
		Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
		try {
			List<URL> resources = Collections.list(classLoader.getResources(RESOURCE));
			for (URL resource : resources) {
				try (InputStream file = resource.openStream()) {
					rows.putAll(mapper.readValue(file, ROWS));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, Preset> presets = new LinkedHashMap<>();
		new PresetRows(rows).completed(ALL).forEach((name, row) -> presets.put(name, Preset.of(name, row)));
		return Collections.unmodifiableMap(presets);
	}

}
