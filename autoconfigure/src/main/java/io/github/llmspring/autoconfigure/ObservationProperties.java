package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.observation.ObservationNames.Generation;

/**
 * What metrics and traces are told of calls.
 */
public class ObservationProperties {

	/**
	 * Whether metrics and traces are told of calls.
	 */
	private boolean enabled = true;

	/**
	 * Generation of OpenTelemetry's names: 'v1-41', which tools and dashboards know, or
	 * 'latest', which may still change.
	 */
	private Generation names = Generation.V1_41;

	/**
	 * Whether to measure the time between the pieces of streams, which takes some time
	 * for each piece.
	 */
	private boolean chunkTimes;

	/**
	 * Whether traces tell what was asked and answered, without what is taken out of logs,
	 * too.
	 */
	private boolean content;

	/**
	 * Names of tags of callers by which to measure the cost of calls, as 'llm.tag.' and
	 * the name. Each value makes a meter of its own, so there should be few.
	 */
	private List<String> costTags = new ArrayList<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Generation getNames() {
		return this.names;
	}

	public void setNames(Generation names) {
		this.names = names;
	}

	public boolean isChunkTimes() {
		return this.chunkTimes;
	}

	public void setChunkTimes(boolean chunkTimes) {
		this.chunkTimes = chunkTimes;
	}

	public boolean isContent() {
		return this.content;
	}

	public void setContent(boolean content) {
		this.content = content;
	}

	public List<String> getCostTags() {
		return this.costTags;
	}

	public void setCostTags(List<String> costTags) {
		this.costTags = costTags;
	}

}
