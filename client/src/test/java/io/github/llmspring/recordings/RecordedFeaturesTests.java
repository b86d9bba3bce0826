package io.github.llmspring.recordings;

import java.io.IOException;
import java.nio.file.Path;

import io.github.llmspring.http.Documented;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Tests that the file of what recordings prove, from which the README is made, says what
 * they do prove.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class RecordedFeaturesTests {

	@Test
	void fileSaysWhatTheRecordingsProve() throws IOException {
		Documented.whole(Path.of("src/test/resources/recorded-features.json"))
			.says(RecordedFeatures.of(Recording.everything()).toString());
	}

}
