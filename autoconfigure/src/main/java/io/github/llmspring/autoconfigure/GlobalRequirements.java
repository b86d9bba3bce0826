package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

/**
 * What every provider must have to be asked, whoever asks.
 */
class GlobalRequirements {

	/**
	 * Words that must be among the 'residency' of every provider that is asked, by a
	 * route or not, for answers or vectors. A provider that lacks one is never asked.
	 */
	private List<String> residency = new ArrayList<>();

	public List<String> getResidency() {
		return this.residency;
	}

	public void setResidency(List<String> residency) {
		this.residency = residency;
	}

}
