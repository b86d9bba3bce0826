package io.github.llmspring.recordings;

import java.util.List;
import java.util.Set;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.TokenLogProbability;

/**
 * What a recording tells about an answer beside its content.
 *
 * @param citations the sources, those of places in the text first
 * @param refusal what the model refused with, {@code null} where it did not
 * @param safety what the service's filter thinks
 * @param tokens how likely the tokens were
 */
record ExpectedDetails(List<Citation> citations, String refusal, Set<SafetyRating> safety,
		List<TokenLogProbability> tokens) {

	static ExpectedDetails of(ChatResponse answer) {
		return new ExpectedDetails(answer.citations(), answer.refusal(), Set.copyOf(answer.safety()),
				answer.logProbabilities());
	}

}
