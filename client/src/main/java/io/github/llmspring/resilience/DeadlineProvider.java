package io.github.llmspring.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.time.TimeoutScheduler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Provider that ends calls whose time is over: the caller's deadline or the configured
 * total, whichever comes first.
 * <p>
 * The deadline goes down with the request. A provider that streams and knows how far the
 * answer came should end it itself; here it is ended a moment later, and a second later
 * where it had begun.
 */
public final class DeadlineProvider implements ChatProvider {

	private final String id;

	private final ChatProvider provider;

	private final Duration total;

	private final Scheduler scheduler;

	private final @Nullable CallsUnderWay calls;

	/**
	 * Deadline around a provider.
	 * @param id the provider's id, for the exception
	 * @param provider the provider
	 * @param total the longest time of a call
	 */
	public DeadlineProvider(String id, ChatProvider provider, Duration total) {
		this(id, provider, total, (CallsUnderWay) null);
	}

	/**
	 * Deadline around a provider whose calls are counted.
	 * @param id the provider's id, for the exception
	 * @param provider the provider
	 * @param total the longest time of a call
	 * @param calls counts the calls, if anybody wants to know when the last one is over
	 */
	public DeadlineProvider(String id, ChatProvider provider, Duration total, @Nullable CallsUnderWay calls) {
		this(id, provider, total, TimeoutScheduler.SHARED, calls);
	}

	DeadlineProvider(String id, ChatProvider provider, Duration total, Scheduler scheduler) {
		this(id, provider, total, scheduler, null);
	}

	private DeadlineProvider(String id, ChatProvider provider, Duration total, Scheduler scheduler,
			@Nullable CallsUnderWay calls) {
		this.id = id;
		this.provider = provider;
		this.total = total;
		this.scheduler = scheduler;
		this.calls = calls;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			Instant now = Instant.now();
			Instant latest = now.plus(this.total);
			Instant asked = request.deadline();
			Instant deadline = (asked != null && asked.isBefore(latest)) ? asked : latest;
			boolean callers = deadline != latest;
			Duration left = Duration.between(now, deadline);
			return new TimeLimitedFlux(this.provider.send(request.withDeadline(deadline)), left, request.streaming(),
					this.scheduler, () -> exceeded(request, callers), this.calls);
		});
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return (this.calls != null) ? this.calls.counted(this.provider.models()) : this.provider.models();
	}

	private LlmException exceeded(ChatRequest request, boolean callers) {
		String limit = callers ? "by the caller's deadline" : "within " + this.total.toMillis() + " ms";
		return LlmException.builder(Reason.TIMEOUT_TOTAL, "the call was not over " + limit)
			.provider(this.id)
			.model(request.model())
			.build();
	}

}
