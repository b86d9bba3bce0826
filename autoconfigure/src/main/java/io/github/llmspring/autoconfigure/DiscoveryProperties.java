package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How servers of language models on this machine are found.
 */
class DiscoveryProperties {

	/**
	 * Whether to look for servers such as Ollama on this machine at start-up. Those that
	 * answer become providers.
	 */
	private boolean enabled;

	/**
	 * Ports to look at by the name of the service, such as 'ollama', where it is not the
	 * usual one; 0 to leave the service out.
	 */
	private Map<String, Integer> ports = new LinkedHashMap<>();

	/**
	 * Longest time to look for all of them.
	 */
	private Duration timeout = Duration.ofMillis(500);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, Integer> getPorts() {
		return this.ports;
	}

	public void setPorts(Map<String, Integer> ports) {
		this.ports = ports;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}
