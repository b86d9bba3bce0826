package io.github.llmspring.recordings;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayServer.Reply;
import io.github.llmspring.recordings.ReplayTable.Column;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays every recorded chat exchange through the real transport and compares the answer
 * with what a separate reader finds in the recording.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class RecordingReplayTests {

	private static final int PARTS_OF_A_CUT_ANSWER = 8;

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
		return Recording.all().stream().filter((recording) -> recording.status() == 200);
	}

	static Stream<Recording> streams() {
		return answers().filter(Recording::isEventStream);
	}

	static Stream<Recording> bodies() {
		return answers().filter((recording) -> !recording.isEventStream());
	}

	static Stream<Recording> failures() {
		return Recording.all().stream().filter((recording) -> recording.status() != 200);
	}

	private static void replay(Recording recording, Column column, Consumer<Replay> script) {
		try (Replay replay = new Replay(recording)) {
			script.accept(replay);
			TABLE.count(recording, column, replay.exchanges, replay.misses.size());
			assertThat(replay.exchanges).as(recording.name()).isPositive();
			assertThat(replay.misses).as(recording.name()).isEmpty();
		}
	}

	/**
	 * A recording, a server that replays it and what was missed so far.
	 */
	private static final class Replay implements AutoCloseable {

		private final ReplayServer server = new ReplayServer();

		private final List<String> misses = new ArrayList<>();

		private final Recording recording;

		private final ChatProvider provider;

		private int exchanges;

		Replay(Recording recording) {
			this.recording = recording;
			this.provider = TARGET.provider(recording, this.server.url(""));
		}

		void answer(Pace pace) {
			ExpectedAnswer expected = expected();
			Exchange seen = exchange(Reply.of(this.recording, this.recording.body(), pace), this.recording.streaming());
			note(pace.name(),
					this.recording.streaming() ? Misses.ofStream(expected, seen) : Misses.ofWhole(expected, seen));
		}

		void failure() {
			AnswerNotes notes = AnswerNotes.of(this.recording);
			notes.error = ExpectedError.of(this.recording.status(), this.recording.headers(), this.recording.text());
			for (Pace pace : Pace.values()) {
				for (boolean streaming : new boolean[] { false, true }) {
					Exchange seen = exchange(Reply.of(this.recording, this.recording.body(), pace), streaming);
					note(pace + ", streaming " + streaming, Misses.ofStream(notes.soFar(), seen));
				}
			}
		}

		void cutsBetweenEvents() {
			AnswerNotes notes = AnswerNotes.of(this.recording);
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			int count = 0;
			for (RecordedEvent event : RecordedEvent.split(this.recording)) {
				Exchange seen = exchange(Reply.of(this.recording, body.toByteArray(), Pace.IN_ONE_WRITE), true);
				note("cut after event " + count, Misses.ofStream(notes.soFar(), seen));
				if (event.data() != null) {
					notes.event(event.data());
				}
				body.writeBytes(event.raw());
				count++;
			}
		}

		/**
		 * Cuts the body at several places, once as the end of a body without a length and
		 * once short of its declared length.
		 */
		void cutsOfTheBody() {
			byte[] body = this.recording.text().strip().getBytes(StandardCharsets.UTF_8);
			for (int part = 0; part <= PARTS_OF_A_CUT_ANSWER; part++) {
				int length = Math.min(body.length * part / PARTS_OF_A_CUT_ANSWER, body.length - 1);
				Reply reply = Reply.of(this.recording, Arrays.copyOf(body, length), Pace.IN_ONE_WRITE);
				for (Reply cut : List.of(reply, reply.declaringLength(body.length))) {
					Exchange seen = exchange(cut, this.recording.streaming());
					note("cut after byte " + length + " of " + cut.declaredLength(), Misses.ofCutOff(seen));
				}
			}
		}

		private ExpectedAnswer expected() {
			AnswerNotes notes = AnswerNotes.of(this.recording);
			if (this.recording.isEventStream()) {
				RecordedEvent.split(this.recording)
					.stream()
					.filter((event) -> event.data() != null)
					.forEach((event) -> notes.event(event.data()));
			}
			else {
				notes.whole(Recording.JSON.readTree(this.recording.body()));
			}
			return notes.soFar();
		}

		private Exchange exchange(Reply reply, boolean streaming) {
			this.server.reply(reply);
			this.exchanges++;
			return Exchange.of(this.provider,
					ChatRequest.builder()
						.model(this.recording.model())
						.message(Message.user("Replay"))
						.streaming(streaming)
						.build());
		}

		private void note(String variant, List<String> found) {
			found.forEach((miss) -> this.misses.add(variant + ": " + miss));
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

}
