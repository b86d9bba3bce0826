package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * How long to wait.
 */
class TimeoutProperties {

	/**
	 * Longest wait for a connection, a free one of the pool included.
	 */
	private Duration connect = Duration.ofSeconds(10);

	/**
	 * Longest wait for the first content of a stream, counted from sending the request.
	 */
	private Duration firstToken = Duration.ofSeconds(60);

	/**
	 * Longest silence amid a stream while the reader wants more.
	 */
	private Duration idle = Duration.ofSeconds(60);

	/**
	 * Longest time of a whole call, everything included.
	 */
	private Duration total = Duration.ofMinutes(10);

	public Duration getConnect() {
		return this.connect;
	}

	public void setConnect(Duration connect) {
		this.connect = connect;
	}

	public Duration getFirstToken() {
		return this.firstToken;
	}

	public void setFirstToken(Duration firstToken) {
		this.firstToken = firstToken;
	}

	public Duration getIdle() {
		return this.idle;
	}

	public void setIdle(Duration idle) {
		this.idle = idle;
	}

	public Duration getTotal() {
		return this.total;
	}

	public void setTotal(Duration total) {
		this.total = total;
	}

}
