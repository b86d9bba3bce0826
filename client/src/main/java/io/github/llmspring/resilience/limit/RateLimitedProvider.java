package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.RateLimitState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that is asked no more than its limits allow. What is too much waits, first
 * come first served, or is refused with {@code RATE_LIMITED_LOCALLY}.
 * <p>
 * The tokens of a call are taken before it is sent: those of its messages, tools and
 * schema as estimated, and as many as the answer may have. What the service counts takes
 * their place when the call is over, and so it does for a call that fails or is
 * cancelled: then what had arrived counts. A call that is estimated at more than the
 * limit needs the whole of it.
 */
public final class RateLimitedProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	private final RateLimitSettings settings;

	private final LimitClock clock;

	private final TokenCount counting;

	private final boolean countsTokens;

	private final @Nullable LearntQuota learntRequests;

	private final @Nullable LearntQuota learntTokens;

	private final WaitingLine line;

	/**
	 * Limits around a provider.
	 * @param id the provider's id
	 * @param provider the provider
	 * @param settings its limits
	 * @param quotas makes the quotas of requests and tokens
	 * @param tokens guesses how many tokens a message has
	 */
	public RateLimitedProvider(String id, ChatProvider provider, RateLimitSettings settings, Quotas quotas,
			ToIntFunction<Message> tokens) {
		this(id, provider, settings, quotas, tokens, LimitClock.SYSTEM);
	}

	RateLimitedProvider(String id, ChatProvider provider, RateLimitSettings settings, Quotas quotas,
			ToIntFunction<Message> tokens, LimitClock clock) {
		this.id = id;
		this.provider = provider;
		this.settings = settings;
		this.clock = clock;
		this.counting = new TokenCount(tokens, settings.expectedOutput());
		List<Bound> bounds = new ArrayList<>();
		Long requestsPerMinute = settings.requestsPerMinute();
		Long tokensPerMinute = settings.tokensPerMinute();
		this.learntRequests = (requestsPerMinute == null && settings.learn()) ? new LearntQuota(clock) : null;
		this.learntTokens = (tokensPerMinute == null && settings.learn()) ? new LearntQuota(clock) : null;
		if (requestsPerMinute != null) {
			bounds.add(new Bound(Limit.REQUESTS, quotas.of(id + ":requests", requestsPerMinute)));
		}
		else if (this.learntRequests != null) {
			bounds.add(new Bound(Limit.LEARNT_REQUESTS, this.learntRequests));
		}
		if (tokensPerMinute != null) {
			bounds.add(new Bound(Limit.TOKENS, quotas.of(id + ":tokens", tokensPerMinute)));
		}
		else if (this.learntTokens != null) {
			bounds.add(new Bound(Limit.LEARNT_TOKENS, this.learntTokens));
		}
		this.countsTokens = tokensPerMinute != null || this.learntTokens != null;
		Integer places = settings.maxConcurrent();
		this.line = new WaitingLine((places != null) ? places : Integer.MAX_VALUE, bounds, clock);
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return new LimitedFlux(this, request);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

	/**
	 * What is left of the limits.
	 * @return what is left now
	 */
	public LimitsLeft left() {
		Integer most = this.settings.maxConcurrent();
		return new LimitsLeft(this.line.left(Limit::ofRequests), this.line.left(Limit::ofTokens),
				(most != null) ? Math.max(0, most - this.line.occupied()) : null, this.line.waiting());
	}

	ChatProvider provider() {
		return this.provider;
	}

	WaitingLine line() {
		return this.line;
	}

	TokenCount counting() {
		return this.counting;
	}

	/**
	 * Whether it matters how many tokens a call has.
	 */
	boolean countsTokens() {
		return this.countsTokens;
	}

	/**
	 * Vectors of the same service, under the same limits: what is asked of both together
	 * is no more than they allow.
	 * @param vectors the provider of vectors
	 * @return the provider that keeps to the limits
	 */
	public EmbeddingProvider around(EmbeddingProvider vectors) {
		return new RateLimitedEmbeddings(this, vectors);
	}

	/**
	 * Tokens that a call takes before it is sent.
	 */
	long reserved(long needed) {
		Long most = this.settings.tokensPerMinute();
		return (most != null) ? Math.min(needed, most) : needed;
	}

	/**
	 * How long a call may wait.
	 */
	Duration patience(@Nullable Instant deadline) {
		Duration wait = this.settings.patience();
		if (deadline == null) {
			return wait;
		}
		Duration left = Duration.between(this.clock.now().instant(), deadline);
		return (left.compareTo(wait) >= 0) ? wait : left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * Learns what the service told, if it told anything.
	 */
	void learn(@Nullable RateLimitState told) {
		if (told == null) {
			return;
		}
		if (this.learntRequests != null && told.requests() != null) {
			this.learntRequests.learn(told.requests(), told.toldAt());
		}
		if (this.learntTokens != null && told.tokens() != null) {
			this.learntTokens.learn(told.tokens(), told.toldAt());
		}
	}

	/**
	 * What a call ends with that may not be sent.
	 */
	LlmException refused(@Nullable String model, Refusal refusal) {
		String prefix = "llm.providers." + this.id + ".rate-limit.";
		Limit limit = refusal.limit();
		Duration wait = refusal.retryAfter();
		String next = (wait != null) ? ", and will let the call pass in " + seconds(wait) : "";
		String what = limit.learnt() ? "turn off " + prefix + limit.property() : "raise " + prefix + limit.property();
		return LlmException
			.builder(Reason.RATE_LIMITED_LOCALLY,
					limit.words() + next + "; a call waits " + seconds(this.settings.patience()) + " at most")
			.provider(this.id)
			.model(model)
			.retryAfter(wait)
			.advice("Send less, wait longer (" + prefix + "wait), or " + what + ".")
			.build();
	}

	/**
	 * Whether the service has heard of a call that failed.
	 */
	static boolean wasSent(LlmException failure) {
		Reason reason = failure.reason();
		boolean local = reason == Reason.INVALID_REQUEST || reason == Reason.UNSUPPORTED
				|| reason == Reason.AUTHENTICATION || reason == Reason.TIMEOUT_CONNECT
				|| reason == Reason.RATE_LIMITED_LOCALLY;
		return !local || failure.status() != null || failure.requestId() != null;
	}

	private static String seconds(Duration time) {
		return (time.toMillis() + 999 < 2000) ? time.toMillis() + " ms" : (time.toMillis() + 999) / 1000 + " s";
	}

}
