package io.github.llmspring.schema;

/**
 * JSON that is not what it should be; the message tells whoever wrote it what to mend.
 */
public final class InvalidJsonException extends Exception {

	private static final int LONGEST = 600;

	/**
	 * Fault in a document.
	 * @param message what is wrong and where; shortened where it is long
	 */
	public InvalidJsonException(String message) {
		super(Excerpt.of(message, LONGEST), null, false, false);
	}

}
