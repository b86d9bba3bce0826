package io.github.llmspring.http;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * Tests that the README's table of services says what the presets say.
 */
class PresetsTableTests {

	@Test
	void tableInTheReadmeIsThatOfThePresets() throws IOException {
		Documented.readme("presets").says(table(Presets.load(Preset.class.getClassLoader())));
	}

	private static String table(Map<String, Preset> presets) {
		return """
				| `type` | wire format | `base-url` | the key goes into | where `api-key` is absent |
				|---|---|---|---|---|
				""" + presets.values().stream().map(PresetsTableTests::row).collect(Collectors.joining("\n"))
				+ "\n| `simulated` | - | - | - | needs no key |";
	}

	private static String row(Preset preset) {
		String baseUrl = (preset.baseUrl() != null) ? "`" + preset.baseUrl() + "`"
				: "**yours**, such as `" + preset.baseUrlExample() + "`";
		String key = Stream
			.concat(preset.env().stream(),
					Stream.ofNullable(preset.credentials().get("type")).map((type) -> "credentials: " + type))
			.map((name) -> "`" + name + "`")
			.collect(Collectors.joining(", "));
		String absent = !key.isEmpty() ? key : (preset.key().required() ? "a call fails" : "sends none");
		return "| `" + preset.name() + "` | `" + preset.wireFormat() + "` | " + baseUrl + " | `" + preset.key().header()
				+ "` | " + absent + " |";
	}

}
