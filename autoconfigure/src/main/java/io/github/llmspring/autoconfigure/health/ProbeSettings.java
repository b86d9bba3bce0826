package io.github.llmspring.autoconfigure.health;

import java.time.Duration;

/**
 * How services are asked whether they can be reached.
 *
 * @param timeout the longest wait for all of them
 * @param interval the shortest time from one time of asking to the next
 */
public record ProbeSettings(Duration timeout, Duration interval) {
}
