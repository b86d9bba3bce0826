package io.github.llmspring.wire.openai;

import java.util.Objects;

import io.github.llmspring.Usage;
import io.github.llmspring.wire.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * The counts of chat completions in our terms.
 * <p>
 * Some services count reasoning beside the output, or sound beside the input, instead of
 * in it; their total tells.
 */
final class ChatUsage {

	private ChatUsage() {
	}

	static Usage of(TokenCounts counts) {
		Long input = counts.get("prompt_tokens");
		Long output = counts.get("completion_tokens");
		Long total = counts.get("total_tokens");
		Long reasoning = counts.get("completion_tokens_details.reasoning_tokens", "reasoning_tokens");
		Long withReasoning = TokenCounts.sum(output, reasoning);
		Long withSound = TokenCounts.sum(input, counts.get("prompt_tokens_details.audio_tokens"));
		return new Usage(isSum(total, withSound, output) ? withSound : input,
				counts.get("prompt_tokens_details.cached_tokens", "prompt_token_details.cached_tokens",
						"prompt_cache_hit_tokens", "num_cached_tokens"),
				counts.get("prompt_tokens_details.cache_write_tokens"),
				isSum(total, input, withReasoning) ? withReasoning : output, reasoning, counts.all());
	}

	private static boolean isSum(@Nullable Long total, @Nullable Long input, @Nullable Long output) {
		return output != null && Objects.equals(TokenCounts.sum(input, output), total);
	}

}
