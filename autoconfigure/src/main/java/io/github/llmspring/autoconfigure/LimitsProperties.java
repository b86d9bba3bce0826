package io.github.llmspring.autoconfigure;

import org.springframework.util.unit.DataSize;

/**
 * How much of an answer to read before it counts as broken.
 */
class LimitsProperties {

	/**
	 * Largest whole answer to read, after decompression.
	 */
	private DataSize response = DataSize.ofMegabytes(10);

	/**
	 * Largest single event of a stream to read.
	 */
	private DataSize event = DataSize.ofMegabytes(1);

	/**
	 * Largest stream to read.
	 */
	private DataSize stream = DataSize.ofMegabytes(50);

	/**
	 * Deepest nesting of JSON to read.
	 */
	private int depth = 200;

	public DataSize getResponse() {
		return this.response;
	}

	public void setResponse(DataSize response) {
		this.response = response;
	}

	public DataSize getEvent() {
		return this.event;
	}

	public void setEvent(DataSize event) {
		this.event = event;
	}

	public DataSize getStream() {
		return this.stream;
	}

	public void setStream(DataSize stream) {
		this.stream = stream;
	}

	public int getDepth() {
		return this.depth;
	}

	public void setDepth(int depth) {
		this.depth = depth;
	}

}
