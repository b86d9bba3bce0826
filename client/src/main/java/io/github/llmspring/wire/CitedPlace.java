package io.github.llmspring.wire;

import java.util.List;

import io.github.llmspring.Citation;
import org.jspecify.annotations.Nullable;

/**
 * A citation and where in the answer it stands, as the service tells it: at a piece of
 * text as a whole, or at a place in the text of an item. Only once all pieces are there
 * is that a place in the answer's text.
 *
 * @param citation the citation, without its place
 * @param part the cited piece, or {@code null} where the place is counted
 * @param position the position of the item in whose text the place is counted
 * @param unit what is counted
 * @param start where the place begins, -1 where it is not known
 * @param end where the place ends
 */
record CitedPlace(Citation citation, @Nullable AnswerPart part, int position, TextUnit unit, int start, int end) {

	/**
	 * The citation with its place in the answer's text.
	 * @param parts the pieces of the answer
	 * @return the citation, without a place where the text has none like it
	 */
	Citation in(List<AnswerPart> parts) {
		int before = 0;
		StringBuilder text = new StringBuilder();
		for (AnswerPart candidate : parts) {
			if (candidate.kind == AnswerPart.Kind.TEXT) {
				if (candidate == this.part) {
					return at(before, before + candidate.length());
				}
				if (this.part == null && candidate.position == this.position) {
					text.append(candidate.text());
				}
				else if (this.part != null || candidate.position < this.position) {
					before += candidate.length();
				}
			}
		}
		int from = (this.start >= 0) ? this.unit.index(text, this.start) : -1;
		int to = this.unit.index(text, this.end);
		return (from >= 0 && from <= to) ? at(before + from, before + to) : this.citation;
	}

	private Citation at(int from, int to) {
		return this.citation.at(new Citation.Range(from, to));
	}

}
