package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * What is taken out of content before a log or a trace holds it.
 */
class RedactionProperties {

	/**
	 * Most characters of a text to show.
	 */
	private int maxLength = 2000;

	/**
	 * Regular expressions of what else is taken out, besides keys, e-mail addresses and
	 * numbers of payment cards. They meet a text whose line breaks are spaces.
	 */
	private List<String> patterns = new ArrayList<>();

	public int getMaxLength() {
		return this.maxLength;
	}

	public void setMaxLength(int maxLength) {
		this.maxLength = maxLength;
	}

	public List<String> getPatterns() {
		return this.patterns;
	}

	public void setPatterns(List<String> patterns) {
		this.patterns = patterns;
	}

}
