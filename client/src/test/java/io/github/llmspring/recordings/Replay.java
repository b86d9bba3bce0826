package io.github.llmspring.recordings;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayServer.Reply;

/**
 * A recording, a server that replays it and what was missed so far.
 */
final class Replay implements AutoCloseable {

	private static final int PARTS_OF_A_CUT_ANSWER = 8;

	private final ReplayServer server = new ReplayServer();

	private final List<String> misses = new ArrayList<>();

	private final Recording recording;

	private final ChatProvider provider;

	private int exchanges;

	Replay(Recording recording, Target target) {
		this.recording = recording;
		this.provider = target.provider(recording, this.server.url(""));
	}

	int exchanges() {
		return this.exchanges;
	}

	List<String> misses() {
		return this.misses;
	}

	Exchange answer(Pace pace) {
		ExpectedAnswer expected = expected();
		Exchange seen = exchange(Reply.of(this.recording, this.recording.body(), pace), this.recording.streaming());
		note(pace.name(),
				this.recording.streaming() ? Misses.ofStream(expected, seen) : Misses.ofWhole(expected, seen));
		return seen;
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
