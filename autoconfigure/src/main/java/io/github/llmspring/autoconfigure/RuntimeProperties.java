package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * How changes are noticed while the application runs.
 */
class RuntimeProperties {

	/**
	 * How often to look whether files of a configuration tree have changed
	 * ('spring.config.import=configtree:...'), such as keys that are mounted into a
	 * container; 0 for never.
	 */
	private Duration watchInterval = Duration.ofSeconds(10);

	public Duration getWatchInterval() {
		return this.watchInterval;
	}

	public void setWatchInterval(Duration watchInterval) {
		this.watchInterval = watchInterval;
	}

}
