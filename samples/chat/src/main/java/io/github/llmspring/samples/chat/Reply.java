package io.github.llmspring.samples.chat;

import java.math.BigDecimal;
import java.util.List;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.Content;
import io.github.llmspring.Cost;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer as JSON; what is not known is null.
 */
record Reply(@Nullable String id, @Nullable String provider, @Nullable String model, String content,
		@Nullable String reasoning, FinishReason finishReason, @Nullable String rawFinishReason, Tokens usage,
		List<Call> toolCalls, List<String> warnings, @Nullable String requestId, List<Citation> citations,
		@Nullable String refusal, @Nullable Money cost) {

	static Reply of(ChatResponse response) {
		return new Reply(response.id(), response.provider(), response.model(), response.content(), response.reasoning(),
				response.finishReason(), response.rawFinishReason(), Tokens.of(response.usage()),
				response.toolCalls().stream().map(Call::of).toList(), response.warnings(), response.requestId(),
				response.citations(), response.refusal(), Money.of(response.cost()));
	}

	/**
	 * An amount of money, such as 0.0125 of {@code USD}.
	 */
	record Money(BigDecimal amount, String currency) {

		static @Nullable Money of(@Nullable Cost cost) {
			return (cost != null) ? new Money(cost.amount(), cost.currency().getCurrencyCode()) : null;
		}

	}

	/**
	 * Counted tokens.
	 */
	record Tokens(@Nullable Long inputTokens, @Nullable Long cachedInputTokens, @Nullable Long cacheWriteTokens,
			@Nullable Long outputTokens, @Nullable Long reasoningTokens) {

		static Tokens of(Usage usage) {
			return new Tokens(usage.inputTokens(), usage.cachedInputTokens(), usage.cacheWriteTokens(),
					usage.outputTokens(), usage.reasoningTokens());
		}

	}

	/**
	 * A tool that the model asks for; the arguments are JSON text as the model wrote it.
	 */
	record Call(String id, String name, String arguments) {

		static Call of(Content.ToolCall call) {
			return new Call(call.id(), call.name(), call.arguments());
		}

	}

}
