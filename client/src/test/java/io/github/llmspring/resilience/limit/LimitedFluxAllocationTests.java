package io.github.llmspring.resilience.limit;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.ThreadMXBean;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Message;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what limits cost while nobody waits.
 */
class LimitedFluxAllocationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final ChatRequest REQUEST = ChatRequest.builder()
		.model("m")
		.message(Message.user("Hello"))
		.streaming(true)
		.build();

	private static final ChatEvent PIECE = new ChatEvent.TextDelta("piece");

	private static final ChatEvent END = new ChatEvent.Completed(ChatResponse.builder().build());

	private static ChatProvider saying(int pieces) {
		Flux<ChatEvent> answer = new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
				actual.onSubscribe(new Silent());
				for (int i = 0; i < pieces; i++) {
					actual.onNext(PIECE);
				}
				actual.onNext(END);
				actual.onComplete();
			}

		};
		return (request) -> answer;
	}

	private static ChatProvider limited(ChatProvider provider) {
		RateLimitSettings settings = new RateLimitSettings(1_000_000_000L, 60_000_000_000L, 64, Duration.ofSeconds(2),
				false, 500);
		return new RateLimitedProvider("acme", provider, settings, Quotas.local(), (message) -> 10);
	}

	private static double bytesPerCall(ChatProvider provider, int calls) {
		Reader reader = new Reader();
		for (int i = 0; i < 20_000; i++) {
			provider.send(REQUEST).subscribe(reader);
		}
		double least = Double.MAX_VALUE;
		for (int round = 0; round < 5; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < calls; i++) {
				provider.send(REQUEST).subscribe(reader);
			}
			least = Math.min(least, (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / calls);
		}
		return least;
	}

	@Test
	void callCostsLittleAndAPieceNothing() {
		double bare = bytesPerCall(saying(0), 10_000);
		double call = bytesPerCall(limited(saying(0)), 10_000) - bare;
		double pieces = bytesPerCall(limited(saying(1_000)), 1_000) - bytesPerCall(saying(1_000), 1_000);
		assertThat(call).as("bytes a call").isBetween(1.0, 600.0);
		assertThat((pieces - call) / 1_000).as("bytes a piece").isLessThan(0.5);
	}

	private static final class Silent implements Subscription {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
		}

	}

	private static final class Reader implements CoreSubscriber<ChatEvent> {

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(ChatEvent event) {
		}

		@Override
		public void onError(Throwable failure) {
			throw new AssertionError(failure);
		}

		@Override
		public void onComplete() {
		}

	}

}
