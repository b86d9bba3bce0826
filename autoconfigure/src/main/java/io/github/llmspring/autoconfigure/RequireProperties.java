package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * What a provider must have to be asked by a route.
 */
class RequireProperties {

	/**
	 * Words that must be among the 'residency' of a provider.
	 */
	private List<String> residency = new ArrayList<>();

	/**
	 * What a model must not be known to lack: 'audio', 'caching', 'files', 'reasoning',
	 * 'schema', 'tools' or 'vision'.
	 */
	private List<String> capabilities = new ArrayList<>();

	public List<String> getResidency() {
		return this.residency;
	}

	public void setResidency(List<String> residency) {
		this.residency = residency;
	}

	public List<String> getCapabilities() {
		return this.capabilities;
	}

	public void setCapabilities(List<String> capabilities) {
		this.capabilities = capabilities;
	}

}
