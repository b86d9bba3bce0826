package io.github.llmspring.assembly;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.health.BreakerSettings;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how much memory takes what surrounds a provider, where nothing fails.
 */
class SurroundingsCostTests {

	private static final int CALLS = 200;

	private static final int PIECES = 1000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final ChatRequest REQUEST = ChatRequest.builder().model("m").streaming(true).build();

	private static ChatProvider answeringIn(int pieces) {
		List<ChatEvent> events = new ArrayList<>();
		for (int i = 0; i < pieces; i++) {
			events.add(new ChatEvent.TextDelta("piece"));
		}
		events.add(ScriptedProvider.whole("all"));
		Flux<ChatEvent> answer = Flux.fromIterable(events);
		return (request) -> answer;
	}

	private static ChatProvider surrounded(ChatProvider provider) {
		return Assembly.surround("acme", provider,
				Surroundings.builder().circuitBreaker(BreakerSettings.DEFAULTS).build());
	}

	/**
	 * Bytes that a call takes, the least of some rounds: others may compile meanwhile.
	 */
	private static long bytes(ChatProvider provider) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 10; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				provider.send(REQUEST).subscribe(new BaseSubscriber<>() {
				});
			}
			least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	@Test
	void callTakesLittleMore() {
		long bare = bytes(answeringIn(0));
		assertThat(bytes(surrounded(answeringIn(0))) - bare).as("bytes for a call").isLessThan(2048);
	}

	@Test
	void pieceTakesNothing() {
		long few = bytes(surrounded(answeringIn(1)));
		long many = bytes(surrounded(answeringIn(PIECES)));
		assertThat((many - few) / PIECES).as("bytes for a piece").isZero();
	}

}
