package io.github.llmspring.recordings;

import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayTable.Column;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays every recorded answer in words through the real transport and compares it with
 * what a separate reader finds in the recording.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class RecordingReplayTests {

	private static final ReplayTable TABLE = new ReplayTable();

	private static final Target TARGET = new Target();

	@AfterAll
	static void printTable() {
		TARGET.close();
		System.out.println(TABLE);
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answerInOneWriteIsRead(Recording recording) {
		replay(recording, Column.WHOLE, (replay) -> replay.answer(Pace.IN_ONE_WRITE));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answerByteByByteIsRead(Recording recording) {
		replay(recording, Column.BYTE_BY_BYTE, (replay) -> replay.answer(Pace.BYTE_BY_BYTE));
	}

	@ParameterizedTest
	@MethodSource("streams")
	void streamCutAfterAnyEventKeepsWhatArrived(Recording recording) {
		replay(recording, Column.CUTS, Replay::cutsBetweenEvents);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void answerCutInTheMiddleIsNoAnswer(Recording recording) {
		replay(recording, Column.CUTS, Replay::cutsOfTheBody);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsExplained(Recording recording) {
		replay(recording, Column.ERROR, Replay::failure);
	}

	static Stream<Recording> answers() {
		return worded().filter((recording) -> recording.status() == 200);
	}

	static Stream<Recording> streams() {
		return answers().filter(Recording::isEventStream);
	}

	static Stream<Recording> bodies() {
		return answers().filter((recording) -> !recording.isEventStream());
	}

	static Stream<Recording> failures() {
		return worded().filter((recording) -> recording.status() != 200);
	}

	private static Stream<Recording> worded() {
		return Recording.everything().stream().filter((recording) -> recording.wire() != null);
	}

	private static void replay(Recording recording, Column column, Consumer<Replay> script) {
		try (Replay replay = new Replay(recording, TARGET)) {
			script.accept(replay);
			TABLE.count(recording, column, replay.exchanges(), replay.misses().size());
			assertThat(replay.exchanges()).as(recording.name()).isPositive();
			assertThat(replay.misses()).as(recording.name()).isEmpty();
		}
	}

}
