package io.github.llmspring.samples.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event of a stream of the sample.
 */
record Event(String name, JsonNode data) {

	private static final JsonMapper MAPPER = new JsonMapper();

	static List<Event> read(Stream<String> lines) {
		List<Event> events = new ArrayList<>();
		String name = "";
		for (String line : lines.toList()) {
			if (line.startsWith("event:")) {
				name = line.substring(6).strip();
			}
			else if (line.startsWith("data:")) {
				events.add(new Event(name, MAPPER.readTree(line.substring(5))));
			}
		}
		return events;
	}

}
