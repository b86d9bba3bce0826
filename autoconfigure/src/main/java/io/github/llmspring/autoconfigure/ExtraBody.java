package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields of a request body as configuration holds them: a list comes as a map by index.
 *
 * @param configured the fields as bound
 */
record ExtraBody(Map<String, Object> configured) {

	Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		this.configured.forEach((name, value) -> fields.put(name, json(value)));
		return fields;
	}

	private static Object json(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		List<Object> list = list(map);
		return list.isEmpty() ? new ExtraBody(text(map)).fields() : list;
	}

	/**
	 * Values of a map whose keys are the indexes of a list.
	 */
	private static List<Object> list(Map<?, ?> map) {
		List<Object> values = new ArrayList<>();
		for (Object value = map.get("0"); value != null; value = map.get(String.valueOf(values.size()))) {
			values.add(json(value));
		}
		return (values.size() == map.size()) ? values : List.of();
	}

	private static Map<String, Object> text(Map<?, ?> map) {
		Map<String, Object> fields = new LinkedHashMap<>();
		map.forEach((name, value) -> fields.put(String.valueOf(name), value));
		return fields;
	}

}
