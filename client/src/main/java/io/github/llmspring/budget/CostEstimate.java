package io.github.llmspring.budget;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import io.github.llmspring.resilience.limit.TokenCount;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what a call will cost at most: by the longest answer that it asks for, else by
 * twice the dearest of late, else by the longest answer that models give.
 */
final class CostEstimate {

	/**
	 * More than any model gives in one answer.
	 */
	private static final long LONGEST = 130_000;

	private static final int MOST_REMEMBERED = 10_000;

	private static final BigDecimal FORGETTING = new BigDecimal("0.99");

	private static final BigDecimal TWICE = BigDecimal.valueOf(2);

	private final Pricing pricing;

	private final TokenCount counting;

	/**
	 * The dearest answers by model, what was sent for them aside.
	 */
	private final Map<ModelAddress, Cost> dearest = new ConcurrentHashMap<>();

	CostEstimate(Pricing pricing, ToIntFunction<Message> estimate) {
		this.pricing = pricing;
		this.counting = new TokenCount(estimate, 0);
	}

	/**
	 * Guesses the cost of a call.
	 * @return the cost, or {@code null} where nothing is known
	 */
	@Nullable Cost of(ModelAddress address, ChatRequest request) {
		long input = 2 * this.counting.input(request);
		Cost seen = this.dearest.get(address);
		@Nullable Integer asked = request.options().maxOutputTokens();
		if (asked == null && seen != null) {
			return likely(address, input, seen);
		}
		Cost most = price(address, input, (asked != null) ? asked : LONGEST);
		boolean tooLow = most == null || (seen != null && seen.amount().compareTo(most.amount()) > 0);
		return (seen != null && tooLow) ? likely(address, input, seen) : most;
	}

	/**
	 * Guesses the cost of a request for vectors, for which no token is made.
	 * @return the cost, or {@code null} where nothing is known
	 */
	@Nullable Cost of(ModelAddress address, EmbeddingRequest request) {
		Cost sent = price(address, 2 * this.counting.input(request.texts()), 0);
		return (sent != null) ? sent : this.dearest.get(address);
	}

	private Cost likely(ModelAddress address, long input, Cost seen) {
		Cost twice = new Cost(seen.amount().multiply(TWICE), seen.currency());
		Cost sent = price(address, input, 0);
		Cost both = (sent != null) ? twice.plus(sent) : null;
		return (both != null) ? both : twice;
	}

	private @Nullable Cost price(ModelAddress address, long input, long output) {
		return this.pricing.cost(address, new Usage(input, 0L, 0L, output, 0L, Map.of()));
	}

	/**
	 * Learns from what a call did cost.
	 */
	void learn(Spent spent) {
		boolean room = this.dearest.size() < MOST_REMEMBERED || this.dearest.containsKey(spent.address());
		if (spent.estimated() || !room) {
			return;
		}
		Cost cost = spent.cost();
		if (cost == null) {
			// nobody knows its price, so no budget can count it
			this.dearest.putIfAbsent(spent.address(), Cost.usd(BigDecimal.ZERO));
			return;
		}
		Usage usage = spent.usage();
		Cost sent = this.pricing.cost(spent.address(),
				new Usage(usage.inputTokens(), usage.cachedInputTokens(), usage.cacheWriteTokens(), 0L, 0L, Map.of()));
		BigDecimal made = (sent != null) ? cost.amount().subtract(sent.amount()).max(BigDecimal.ZERO) : cost.amount();
		this.dearest.merge(spent.address(), new Cost(made, cost.currency()), CostEstimate::dearer);
	}

	private static Cost dearer(Cost before, Cost now) {
		BigDecimal faded = before.amount().multiply(FORGETTING, MathContext.DECIMAL64);
		return (faded.compareTo(now.amount()) > 0) ? new Cost(faded, before.currency()) : now;
	}

}
