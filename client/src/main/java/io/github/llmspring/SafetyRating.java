package io.github.llmspring;

import org.jspecify.annotations.Nullable;

/**
 * What a service's own filter thinks of the prompt or of the answer.
 *
 * @param category what was looked for, in the service's word, such as {@code violence}
 * @param level how likely or how grave it is, in the service's word; {@code detected} or
 * {@code safe} where it only tells whether it was found, {@code null} where it tells
 * nothing
 * @param blocked whether it is why something was held back
 * @param ofPrompt whether the prompt was rated and not the answer
 */
public record SafetyRating(String category, @Nullable String level, boolean blocked, boolean ofPrompt) {
}
