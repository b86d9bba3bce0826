package io.github.llmspring.budget;

import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import io.github.llmspring.resilience.limit.TokenCount;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the exchanges with one provider cost, and tells it.
 */
final class Costs {

	private static final Log logger = LogFactory.getLog(Costs.class);

	private final String id;

	private final Pricing pricing;

	private final List<SpendingListener> listeners;

	private final TokenCount counting;

	Costs(String id, Pricing pricing, List<SpendingListener> listeners, ToIntFunction<Message> estimate) {
		this.id = id;
		this.pricing = pricing;
		this.listeners = listeners;
		this.counting = new TokenCount(estimate, 0);
	}

	/**
	 * Takes note of an answer.
	 * @return the answer with what it cost
	 */
	ChatResponse answered(ChatRequest request, ChatResponse response) {
		ModelAddress address = address(request.model(), response.model());
		Usage usage = response.usage();
		if (!usage.isKnown()) {
			Usage guess = guess(this.counting.input(request), messageTokens(response));
			tell(spent(request, address, guess, cost(address, response.model(), guess, response.cost()), true));
			return response;
		}
		Cost cost = cost(address, response.model(), usage, response.cost());
		tell(spent(request, address, usage, cost, false));
		return (cost != response.cost()) ? response.withCost(cost) : response;
	}

	/**
	 * Takes note of vectors, which are no tokens made.
	 * @return the vectors with what they cost
	 */
	EmbeddingResponse answered(EmbeddingRequest request, EmbeddingResponse response) {
		ModelAddress address = address(request.model(), response.model());
		Usage usage = response.usage();
		if (!usage.isKnown()) {
			Usage guess = guess(this.counting.input(request.texts()), 0);
			tell(spent(request, address, guess, cost(address, response.model(), guess, response.cost()), true));
			return response;
		}
		Cost cost = cost(address, response.model(), madeNothing(usage), response.cost());
		tell(spent(request, address, usage, cost, false));
		return (cost != response.cost()) ? response.withCost(cost) : response;
	}

	private static Usage madeNothing(Usage usage) {
		return (usage.outputTokens() != null) ? usage : new Usage(usage.inputTokens(), usage.cachedInputTokens(),
				usage.cacheWriteTokens(), 0L, usage.reasoningTokens(), usage.raw());
	}

	private long messageTokens(ChatResponse response) {
		return this.counting.estimate().applyAsInt(response.message());
	}

	/**
	 * Takes note of an exchange that failed and used something up nevertheless.
	 * @return what it cost, or {@code null} where that is not known
	 */
	@Nullable Cost failed(ChatRequest request, @Nullable String model, Usage usage, @Nullable Cost reported) {
		ModelAddress address = address(request.model(), model);
		Cost cost = cost(address, model, usage, reported);
		tell(spent(request, address, usage, cost, false));
		return cost;
	}

	/**
	 * Takes note of a request for vectors that failed and used something up nevertheless.
	 * @return what it cost, or {@code null} where that is not known
	 */
	@Nullable Cost failed(EmbeddingRequest request, Usage usage, @Nullable Cost reported) {
		ModelAddress address = address(request.model(), null);
		Cost cost = cost(address, null, madeNothing(usage), reported);
		tell(spent(request, address, usage, cost, false));
		return cost;
	}

	/**
	 * Takes note of an exchange that ended before the service told what it used: the
	 * request was read, and of the answer there is what had come.
	 */
	void brokeOff(ChatRequest request, long characters) {
		ModelAddress address = address(request.model(), null);
		Usage guess = guess(this.counting.input(request), TokenCount.text(characters));
		tell(spent(request, address, guess, this.pricing.cost(address, guess), true));
	}

	/**
	 * Takes note of a request for vectors that nobody waited for: its texts were read.
	 */
	void brokeOff(EmbeddingRequest request) {
		ModelAddress address = address(request.model(), null);
		Usage guess = guess(this.counting.input(request.texts()), 0);
		tell(spent(request, address, guess, this.pricing.cost(address, guess), true));
	}

	private static Usage guess(long input, long output) {
		return new Usage(input, 0L, 0L, output, 0L, Map.of());
	}

	private ModelAddress address(@Nullable String asked, @Nullable String answering) {
		return new ModelAddress(this.id, (asked != null) ? asked : answering);
	}

	/**
	 * What the service charges by its own word, else the price of the model that was
	 * asked for, else of the one that answered, such as where a name of the user's own
	 * stands for a model.
	 */
	private @Nullable Cost cost(ModelAddress address, @Nullable String answering, Usage usage,
			@Nullable Cost reported) {
		if (reported != null) {
			return reported;
		}
		Cost known = this.pricing.cost(address, usage);
		return (known != null || answering == null || answering.equals(address.model())) ? known
				: this.pricing.cost(new ModelAddress(this.id, answering), usage);
	}

	private static Spent spent(ChatRequest request, ModelAddress address, Usage usage, @Nullable Cost cost,
			boolean estimated) {
		return new Spent(address, request.route(), request.tags(), usage, cost, estimated);
	}

	private static Spent spent(EmbeddingRequest request, ModelAddress address, Usage usage, @Nullable Cost cost,
			boolean estimated) {
		return new Spent(address, null, request.options().tags(), usage, cost, estimated);
	}

	private void tell(Spent spent) {
		for (SpendingListener listener : this.listeners) {
			tell(listener, spent);
		}
	}

	/**
	 * Tells one listener. One that fails, against its contract, must neither spoil an
	 * answer that was paid for nor keep it from the others.
	 */
	private void tell(SpendingListener listener, Spent spent) {
		try {
			listener.spent(spent);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener was told of the cost of a call to " + spent.address() + " and failed", ex);
		}
	}

}
