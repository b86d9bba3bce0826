package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * A source that part of an answer rests on. What the service does not tell is
 * {@code null}.
 *
 * @param url the address of the source
 * @param title the title of the source, or the name of its file
 * @param documentId what the service calls the source: the id of a file or a collection,
 * or the number of a document among those of the request, counted from 0
 * @param citedText the words of the source
 * @param pages the pages of the source, counted from 1
 * @param range the place in {@link ChatResponse#content()}: what rests on the source, or
 * the mark that points to it; empty where only a point is known
 */
public record Citation(@Nullable String url, @Nullable String title, @Nullable String documentId,
		@Nullable String citedText, @Nullable Range pages, @Nullable Range range) {

	/**
	 * Citation of a page of the web.
	 * @param url the address
	 * @param title the title, or {@code null}
	 * @param citedText the words of the page, or {@code null}
	 * @return the citation, its place in the answer unknown
	 */
	public static Citation ofPage(@Nullable String url, @Nullable String title, @Nullable String citedText) {
		return new Citation(url, title, null, citedText, null, null);
	}

	/**
	 * This citation at another place.
	 * @param range the place in the answer's text, or {@code null} where it is unknown
	 * @return the citation
	 */
	public Citation at(@Nullable Range range) {
		return new Citation(this.url, this.title, this.documentId, this.citedText, this.pages, range);
	}

	/**
	 * Neighbouring characters or pages.
	 *
	 * @param start the first one
	 * @param end the one after the last
	 */
	public record Range(int start, int end) {

		/**
		 * Part of a text in this range.
		 * @param text the text whose characters the range counts
		 * @return the part
		 */
		public String of(String text) {
			return text.substring(this.start, this.end);
		}

	}

}
