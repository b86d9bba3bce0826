package io.github.llmspring.autoconfigure;

/**
 * How calls are logged.
 */
class LoggingProperties {

	/**
	 * Whether each call is one entry of the log, at the level INFO and under the name
	 * 'io.github.llmspring.calls', with fields for structured logs.
	 */
	private boolean enabled;

	/**
	 * Whether an entry holds what was asked and answered, as far as 'llm.redaction'
	 * leaves it.
	 */
	private boolean content;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isContent() {
		return this.content;
	}

	public void setContent(boolean content) {
		this.content = content;
	}

}
