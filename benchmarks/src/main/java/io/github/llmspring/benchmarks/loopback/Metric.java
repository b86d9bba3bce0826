package io.github.llmspring.benchmarks.loopback;

/**
 * Something that is measured.
 */
enum Metric {

	/**
	 * CPU time of the client's process for a call or a piece.
	 */
	CPU("CPU, us", 2),

	/**
	 * Bytes allocated for a call or a piece.
	 */
	BYTES("bytes", 0),

	/**
	 * Calls answered in a second.
	 */
	CALLS("calls/s", 0),

	/**
	 * How late the fastest of the slowest hundredth of all calls was.
	 */
	LATE("slowest 1 % late by, ms", 0),

	/**
	 * Time to the first piece that 99 of 100 streams do not exceed.
	 */
	FIRST_PIECE("first piece p99, ms", 1),

	/**
	 * Threads of the client's process.
	 */
	THREADS("threads", 0);

	private final String title;

	private final int decimals;

	Metric(String title, int decimals) {
		this.title = title;
		this.decimals = decimals;
	}

	String title() {
		return this.title;
	}

	int decimals() {
		return this.decimals;
	}

}
