package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The pieces of an {@link Answer} in their order, and the one that what comes next goes
 * on with.
 */
final class AnswerParts {

	private final List<AnswerPart> parts = new ArrayList<>();

	private @Nullable AnswerPart current;

	private int position;

	/**
	 * Position of the item that is turned to.
	 */
	int position() {
		return this.position;
	}

	/**
	 * Turns to the item at a position: what is added next goes on with that item, and
	 * stands before all items of a higher position.
	 */
	void turnTo(int position) {
		if (position != this.position) {
			this.position = position;
			this.current = null;
			for (AnswerPart part : this.parts) {
				this.current = (part.position == position) ? part : this.current;
			}
		}
	}

	/**
	 * Piece of a kind to go on with: the current one, or a new one.
	 */
	AnswerPart open(AnswerPart.Kind kind) {
		AnswerPart part = this.current;
		return (part != null && part.kind == kind) ? part : begin(kind);
	}

	/**
	 * Begins a piece.
	 */
	AnswerPart begin(AnswerPart.Kind kind) {
		AnswerPart part = new AnswerPart(kind, this.position);
		int index = this.parts.size();
		while (index > 0 && this.parts.get(index - 1).position > this.position) {
			index--;
		}
		this.parts.add(index, part);
		this.current = part;
		return part;
	}

	/**
	 * Ends the current piece, so that more of the same kind becomes a piece of its own.
	 */
	void end() {
		this.current = null;
	}

	/**
	 * Current piece, or a new empty one of reasoning where there is none.
	 */
	AnswerPart currentOrReasoning() {
		return (this.current != null) ? this.current : begin(AnswerPart.Kind.REASONING);
	}

	/**
	 * Last piece of reasoning, or a new empty one that is ended at once.
	 */
	AnswerPart lastReasoning() {
		AnswerPart last = null;
		for (AnswerPart part : this.parts) {
			last = (part.kind == AnswerPart.Kind.REASONING) ? part : last;
		}
		if (last != null) {
			return last;
		}
		AnswerPart begun = begin(AnswerPart.Kind.REASONING);
		end();
		return begun;
	}

	/**
	 * Tool call of an index.
	 */
	AnswerPart toolCall(int index) {
		for (int i = this.parts.size() - 1; i >= 0; i--) {
			AnswerPart part = this.parts.get(i);
			if (part.kind == AnswerPart.Kind.TOOL_CALL && part.index == index) {
				return part;
			}
		}
		throw new IllegalArgumentException("No tool call " + index);
	}

	/**
	 * All pieces in their order.
	 */
	List<AnswerPart> all() {
		return this.parts;
	}

}
