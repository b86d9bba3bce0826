package io.github.llmspring.redaction;

/**
 * One thing that is taken out of texts.
 */
@FunctionalInterface
interface Rule {

	/**
	 * What stands in place of what was taken out.
	 */
	String MASK = "******";

	String apply(String text);

}
