package io.github.llmspring.samples.tools;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What to pack for a city; the model answers with it.
 *
 * @param city the city
 * @param celsius how warm it is there
 * @param sky what is above
 * @param umbrella whether to take an umbrella
 */
record Advice(String city, int celsius, Weather.Sky sky,
		@JsonPropertyDescription("Whether to take an umbrella") boolean umbrella) {
}
