package io.github.llmspring.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the README says what works with which service.
 */
class ProvidersTableTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	@Test
	void tableInTheReadmeIsThatOfThePresetsAndTheRecordings() throws IOException {
		Documented.readme("providers").says(table().toString());
	}

	@Test
	void nothingIsRecordedThatAPresetSaysIsNotOffered() throws IOException {
		ProvidersTable table = table();
		PRESETS.values().forEach((preset) -> {
			assertThat(preset.without()).as(preset.name())
				.noneMatch(table.recorded(preset, preset.wireFormat())::contains);
			assertThat(OfferedFeatures.NAMES).as(preset.name()).containsAll(preset.without());
		});
	}

	private static ProvidersTable table() throws IOException {
		return new ProvidersTable(PRESETS.values(),
				Files.readString(Path.of("src/test/resources/recorded-features.json")));
	}

}
