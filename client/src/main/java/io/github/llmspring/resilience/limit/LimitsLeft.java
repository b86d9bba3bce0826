package io.github.llmspring.resilience.limit;

import org.jspecify.annotations.Nullable;

/**
 * What is left of the limits of a provider at one moment.
 *
 * @param requests the requests that may be sent at once, below 0 where more were sent
 * than allowed; {@code null} where nobody limits them or knows
 * @param tokens the tokens that may be used at once, below 0 where more were used than
 * allowed; {@code null} where nobody limits them or knows
 * @param places how many more calls may be under way, or {@code null} for any number
 * @param waiting how many calls wait
 */
public record LimitsLeft(@Nullable Long requests, @Nullable Long tokens, @Nullable Integer places, int waiting) {
}
