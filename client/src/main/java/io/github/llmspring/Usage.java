package io.github.llmspring;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that a call used, counted alike for every service.
 * <p>
 * A count is {@code null} where the service did not tell: unknown is not zero.
 *
 * @param inputTokens all tokens sent, those read from or written to a cache included
 * @param cachedInputTokens the part of the input that was read from the service's cache
 * @param cacheWriteTokens the part of the input that was written to the service's cache
 * @param outputTokens all tokens made, reasoning included
 * @param reasoningTokens the part of the output that was reasoning
 * @param raw the service's own counts by its own names, nested names joined with a dot
 */
public record Usage(@Nullable Long inputTokens, @Nullable Long cachedInputTokens, @Nullable Long cacheWriteTokens,
		@Nullable Long outputTokens, @Nullable Long reasoningTokens, Map<String, Long> raw) {

	/**
	 * Usage of which nothing is known.
	 */
	public static final Usage UNKNOWN = new Usage(null, null, null, null, null, Map.of());

	public Usage {
		raw = Map.copyOf(raw);
	}

	/**
	 * Input and output together.
	 * @return the sum, or {@code null} where one of them is unknown
	 */
	public @Nullable Long totalTokens() {
		return (this.inputTokens != null && this.outputTokens != null) ? this.inputTokens + this.outputTokens : null;
	}

	/**
	 * Whether anything is known.
	 * @return whether there is at least one count
	 */
	public boolean isKnown() {
		return this.inputTokens != null || this.outputTokens != null;
	}

	/**
	 * This usage and another together. A count that one of them does not know is unknown
	 * in the sum, too.
	 * @param other the usage of another call
	 * @return the sum
	 */
	public Usage plus(Usage other) {
		Map<String, Long> sum = new HashMap<>(this.raw);
		other.raw.forEach((name, count) -> sum.merge(name, count, Long::sum));
		return new Usage(sum(this.inputTokens, other.inputTokens), sum(this.cachedInputTokens, other.cachedInputTokens),
				sum(this.cacheWriteTokens, other.cacheWriteTokens), sum(this.outputTokens, other.outputTokens),
				sum(this.reasoningTokens, other.reasoningTokens), sum);
	}

	private static @Nullable Long sum(@Nullable Long left, @Nullable Long right) {
		return (left != null && right != null) ? left + right : null;
	}

}
