package io.github.llmspring.samples.tools;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * Advice for a traveller: the form in which the model answers.
 *
 * @param summary the advice in words
 * @param celsius how warm it is
 * @param sky what the sky is like
 * @param distance how far it is
 */
record Advice(@JsonPropertyDescription("The advice in one sentence") String summary,
		@JsonPropertyDescription("Temperature, if it was looked up") Optional<Integer> celsius,
		@JsonPropertyDescription("The sky, if the weather was looked up") Optional<Weather.Sky> sky,
		@JsonPropertyDescription("Kilometres, if a distance was looked up") Optional<Long> distance) {
}
