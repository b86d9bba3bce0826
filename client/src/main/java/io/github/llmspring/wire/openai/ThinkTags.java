package io.github.llmspring.wire.openai;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.wire.Answer;

/**
 * Tells thinking from text where a service puts both in one field: what stands between
 * {@code <think>} at the very beginning and {@code </think>} is thinking.
 */
final class ThinkTags {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	private final Answer answer;

	private final StringBuilder held = new StringBuilder(0);

	private State state = State.START;

	ThinkTags(Answer answer) {
		this.answer = answer;
	}

	/**
	 * Adds a piece of the field.
	 * @param piece the next piece
	 * @param events told of what the piece adds
	 */
	void text(String piece, Consumer<ChatEvent> events) {
		if (this.state == State.TEXT) {
			this.answer.text(piece, events);
			return;
		}
		this.held.append(piece);
		if (this.state == State.START) {
			start(events);
		}
		if (this.state == State.THINKING) {
			thinking(events);
		}
	}

	private void start(Consumer<ChatEvent> events) {
		if (this.held.length() >= OPEN.length() && this.held.indexOf(OPEN) == 0) {
			this.held.delete(0, OPEN.length());
			this.state = State.THINKING;
		}
		else if (!OPEN.startsWith(this.held.toString())) {
			this.state = State.TEXT;
			this.answer.text(release(this.held.length()), events);
		}
	}

	private void thinking(Consumer<ChatEvent> events) {
		int close = this.held.indexOf(CLOSE);
		if (close >= 0) {
			this.answer.reasoning(release(close), events);
			this.held.delete(0, CLOSE.length());
			this.state = State.TEXT;
			this.answer.text(release(this.held.length()), events);
		}
		else {
			this.answer.reasoning(release(this.held.length() - heldBack()), events);
		}
	}

	/**
	 * Length of the end of the held text that may be the beginning of the closing tag.
	 */
	private int heldBack() {
		for (int length = Math.min(CLOSE.length() - 1, this.held.length()); length > 0; length--) {
			if (CLOSE.startsWith(this.held.substring(this.held.length() - length))) {
				return length;
			}
		}
		return 0;
	}

	private String release(int length) {
		String released = this.held.substring(0, length);
		this.held.delete(0, length);
		return released;
	}

	/**
	 * Gives out what was held back, at the end of the answer.
	 * @param events told of what was held back
	 */
	void end(Consumer<ChatEvent> events) {
		if (this.state == State.THINKING) {
			this.answer.reasoning(release(this.held.length()), events);
		}
		else {
			this.answer.text(release(this.held.length()), events);
		}
	}

	private enum State {

		START, THINKING, TEXT

	}

}
