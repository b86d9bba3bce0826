package io.github.llmspring;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one model on the way to an answer.
 * <p>
 * One that was refused on this side before anything was sent counts as well, and took no
 * time.
 *
 * @param address the provider and the model that were asked
 * @param reason why there was no answer, or {@code null} where it answered
 * @param status the HTTP status of a failure, or {@code null} where it answered or none
 * came
 * @param duration how long the exchange took, until the answer was whole or failed
 * @param waited how long was waited before it, zero for the first
 * @param cost what it cost, or {@code null} where that is not known, as of one that was
 * cancelled
 */
public record Attempt(ModelAddress address, @Nullable Reason reason, @Nullable Integer status, Duration duration,
		Duration waited, @Nullable Cost cost) {

	/**
	 * Attempt whose cost is not known.
	 * @param address the provider and the model that were asked
	 * @param reason why there was no answer, or {@code null} where it answered
	 * @param status the HTTP status of a failure, or {@code null} where it answered or
	 * none came
	 * @param duration how long the exchange took
	 * @param waited how long was waited before it
	 */
	public Attempt(ModelAddress address, @Nullable Reason reason, @Nullable Integer status, Duration duration,
			Duration waited) {
		this(address, reason, status, duration, waited, null);
	}

	/**
	 * Whether the answer came of this attempt.
	 * @return whether it answered
	 */
	public boolean answered() {
		return this.reason == null;
	}

	/**
	 * An answer with the cost of attempts that failed on the way to it, as far as it is
	 * known: they are paid for, too.
	 * @param answer the answer
	 * @param failed the attempts that failed
	 * @return the answer with what it cost in all
	 */
	public static ChatResponse charge(ChatResponse answer, List<Attempt> failed) {
		Cost total = charge(answer.cost(), failed);
		return (total != answer.cost()) ? answer.withCost(total) : answer;
	}

	/**
	 * Vectors with the cost of attempts that failed on the way to them, as far as it is
	 * known: they are paid for, too.
	 * @param vectors the vectors
	 * @param failed the attempts that failed
	 * @return the vectors with what they cost in all
	 */
	public static EmbeddingResponse charge(EmbeddingResponse vectors, List<Attempt> failed) {
		Cost total = charge(vectors.cost(), failed);
		return (total != vectors.cost()) ? vectors.withCost(total) : vectors;
	}

	private static @Nullable Cost charge(@Nullable Cost answer, List<Attempt> failed) {
		Cost total = answer;
		for (Attempt attempt : failed) {
			total = (attempt.cost != null) ? Cost.sum(total, attempt.cost) : total;
		}
		return total;
	}

}
