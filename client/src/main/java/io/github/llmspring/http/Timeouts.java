package io.github.llmspring.http;

import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param connect for a connection, one from the pool included
 * @param firstToken for the first content of a stream, from the request being sent
 * @param idle for the next bytes of a stream, while the reader wants more
 * @param total for the whole call, everything included
 */
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {

	/**
	 * What holds where nothing is configured: 10 seconds, 1 minute, 1 minute, 10 minutes.
	 */
	public static final Timeouts DEFAULTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60),
			Duration.ofSeconds(60), Duration.ofMinutes(10));

}
