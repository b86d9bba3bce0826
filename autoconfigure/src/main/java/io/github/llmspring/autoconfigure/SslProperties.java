package io.github.llmspring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How to secure connections.
 */
class SslProperties {

	/**
	 * Name of the SSL bundle to connect with.
	 */
	private @Nullable String bundle;

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

}
