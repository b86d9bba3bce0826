package io.github.llmspring.recordings;

import java.util.List;

import io.github.llmspring.recordings.ReplayServer.Pace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays all recordings once, whatever they are of, and prints one table of what came of
 * them. None is left out.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class EveryRecordingTests {

	private static final int ALL = 226;

	@Test
	void everyRecordingIsReadWithoutAMiss() {
		ResultTable table = new ResultTable();
		try (Target target = new Target()) {
			Recording.everything().forEach((recording) -> table.add(recording, misses(recording, target)));
		}
		System.out.println(table);
		assertThat(table.misses()).isEmpty();
		assertThat(table.recordings()).isEqualTo(ALL);
	}

	static List<String> misses(Recording recording, Target target) {
		if (recording.wire() != null) {
			return wordsMissed(recording, target);
		}
		try {
			switch (recording.operation()) {
				case "embeddings" -> EmbeddingRecordingTests.replayVectors(recording.file());
				case "models" -> EmbeddingRecordingTests.replayModels(recording.file());
				default -> {
					return List.of("nothing reads the operation " + recording.operation());
				}
			}
			return List.of();
		}
		catch (AssertionError | RuntimeException ex) {
			return List.of(String.valueOf(ex));
		}
	}

	private static List<String> wordsMissed(Recording recording, Target target) {
		try (Replay replay = new Replay(recording, target)) {
			if (recording.status() == 200) {
				replay.answer(Pace.IN_ONE_WRITE);
			}
			else {
				replay.failure();
			}
			return replay.misses();
		}
	}

}
