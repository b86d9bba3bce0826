package io.github.llmspring.budget;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Cost;

/**
 * What was spent since a moment, as a whole and in parts.
 *
 * @param since the moment
 * @param total everything together
 * @param providers the parts by provider
 * @param models the parts by model address
 * @param routes the parts by route; what no route chose is in none of them
 * @param tags the parts by tag and its value, tags by name
 */
public record Spending(Instant since, Sum total, Map<String, Sum> providers, Map<String, Sum> models,
		Map<String, Sum> routes, Map<String, Map<String, Sum>> tags) {

	/**
	 * Several exchanges together.
	 *
	 * @param exchanges how many exchanges used something up
	 * @param inputTokens all tokens sent, as far as they are known
	 * @param cachedInputTokens the part of the input that was read from a cache
	 * @param outputTokens all tokens made, reasoning included, as far as they are known
	 * @param reasoningTokens the part of the output that was reasoning
	 * @param costs what was paid, one sum for each currency, none where nothing is known
	 * @param withoutCost how many of the exchanges have a cost that is not known and is
	 * not in the sums
	 * @param estimated how many of the exchanges were cancelled and are in the sums with
	 * a guess
	 */
	public record Sum(long exchanges, long inputTokens, long cachedInputTokens, long outputTokens, long reasoningTokens,
			List<Cost> costs, long withoutCost, long estimated) {

	}

}
