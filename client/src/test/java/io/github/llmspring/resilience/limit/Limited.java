package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A limited provider around a {@link FakeService}, in virtual time. A message counts ten
 * tokens and an answer is expected to have ninety.
 */
final class Limited {

	final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	final FakeService service = new FakeService();

	final RateLimitedProvider provider;

	private final LimitClock clock = new LimitClock(this.scheduler, () -> this.scheduler.now(TimeUnit.NANOSECONDS),
			() -> Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS)));

	Limited(Long requests, Long tokens, Integer concurrent, Duration patience, boolean learn) {
		this.provider = new RateLimitedProvider("acme", this.service,
				new RateLimitSettings(requests, tokens, concurrent, patience, learn, 90),
				(name, perMinute) -> new LocalQuota(perMinute, this.clock.nanoTime()), (message) -> 10, this.clock);
	}

	Instant now() {
		return this.clock.now().instant();
	}

	void pass(long millis) {
		this.scheduler.advanceTimeBy(Duration.ofMillis(millis));
	}

	Call call(String model) {
		return call(model, (request) -> request);
	}

	Call call(String model, UnaryOperator<ChatRequest.Builder> changes) {
		Call call = new Call();
		this.provider
			.send(changes.apply(ChatRequest.builder().model(model).message(Message.user("Hi")).streaming(true)).build())
			.subscribe(call);
		return call;
	}

	List<Call> calls(int count) {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(call("m" + i));
		}
		return calls;
	}

	/**
	 * Whoever called.
	 */
	static final class Call extends BaseSubscriber<ChatEvent> {

		final List<ChatEvent> events = new ArrayList<>();

		LlmException failure;

		boolean complete;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		protected void hookOnNext(ChatEvent event) {
			this.events.add(event);
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.failure = (LlmException) failure;
		}

		@Override
		protected void hookOnComplete() {
			this.complete = true;
		}

	}

}
