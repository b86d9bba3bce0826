package io.github.llmspring.http;

/**
 * How much of an answer is read before it counts as broken; sizes in bytes, after
 * decompression.
 *
 * @param response size of a whole answer
 * @param event size of one event of a stream
 * @param stream size of a whole stream
 * @param depth nesting of JSON
 */
public record Limits(int response, int event, long stream, int depth) {

	/**
	 * What holds where nothing is configured: 10 MB, 1 MB, 50 MB, 200 levels.
	 */
	public static final Limits DEFAULTS = new Limits(10 << 20, 1 << 20, 50L << 20, 200);

}
