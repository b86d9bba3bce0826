package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.TokenLogProbability;
import org.jspecify.annotations.Nullable;

/**
 * What a service tells about an answer in the making beside its content. Most answers
 * have none of it.
 */
public final class AnswerDetails {

	private final List<CitedPlace> citations = new ArrayList<>(0);

	private final List<SafetyRating> ratings = new ArrayList<>(0);

	private final List<TokenLogProbability> logProbabilities = new ArrayList<>(0);

	private @Nullable StringBuilder refusal;

	AnswerDetails() {
	}

	void cite(CitedPlace place) {
		this.citations.add(place);
	}

	/**
	 * Notes that the model refuses.
	 * @param text the next piece of what it says, possibly empty
	 */
	public void refuse(String text) {
		this.refusal = (this.refusal != null) ? this.refusal : new StringBuilder();
		this.refusal.append(text);
	}

	/**
	 * Adds a rating. It replaces the one of the same category, as a stream rates again
	 * and again, unless that one tells why something was blocked.
	 * @param category what was looked for
	 * @param level how likely or how grave it is, or {@code null}
	 * @param blocked whether it is why something was held back
	 * @param ofPrompt whether the prompt was rated and not the answer
	 */
	public void rate(String category, @Nullable String level, boolean blocked, boolean ofPrompt) {
		for (int i = 0; i < this.ratings.size(); i++) {
			SafetyRating known = this.ratings.get(i);
			if (known.ofPrompt() == ofPrompt && known.category().equals(category)) {
				boolean same = known.blocked() == blocked && Objects.equals(known.level(), level);
				if (!same && !known.blocked()) {
					this.ratings.set(i, new SafetyRating(category, level, blocked, ofPrompt));
				}
				return;
			}
		}
		this.ratings.add(new SafetyRating(category, level, blocked, ofPrompt));
	}

	/**
	 * Addresses that are cited already.
	 * @return a new set of them
	 */
	public Set<String> citedPages() {
		Set<String> pages = new HashSet<>();
		for (CitedPlace place : this.citations) {
			if (place.citation().url() != null) {
				pages.add(place.citation().url());
			}
		}
		return pages;
	}

	void logProbabilities(List<TokenLogProbability> tokens) {
		this.logProbabilities.addAll(tokens);
	}

	/**
	 * Completes an answer.
	 * @param response the answer in the making
	 * @param parts its pieces
	 */
	void addTo(ChatResponse.Builder response, List<AnswerPart> parts) {
		Set<Citation> cited = new LinkedHashSet<>();
		this.citations.forEach((place) -> cited.add(place.in(parts)));
		response.citations(List.copyOf(cited))
			.refusal((this.refusal != null) ? this.refusal.toString() : null)
			.safety(this.ratings)
			.logProbabilities(this.logProbabilities);
	}

}
