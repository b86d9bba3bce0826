package io.github.llmspring.routing;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.health.CandidateHealth;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a route costs beside the provider that it asks, in allocated bytes.
 */
class RouteCostTests {

	private static final int CALLS = 5000;

	private static final int PIECES = 1000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static ModelRouter router(ChatProvider provider) {
		Route route = Route.builder("smart").models("a/m", "b/m", "c/m").build();
		return new ModelRouter(List.of(new ProviderEntry("a", provider, null), new ProviderEntry("b", provider, null),
				new ProviderEntry("c", provider, null)), List.of(route), null, new CandidateHealth());
	}

	private long bytesOfACall(Flux<ChatEvent> answer) {
		for (int i = 0; i < CALLS; i++) {
			answer.subscribe();
		}
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			answer.subscribe();
		}
		return (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
	}

	private static Flux<ChatEvent> ask(ChatProvider provider, String model) {
		return router(provider).send(ChatRequest.builder().model(model).streaming(true).build());
	}

	@Test
	void routeCostsLessThanThreeKilobytesForACallWhenNothingFails() {
		ChatEvent whole = ScriptedProvider.whole("x");
		ChatProvider provider = (request) -> Flux.just(whole);
		long route = bytesOfACall(ask(provider, "smart")) - bytesOfACall(ask(provider, "a/m"));
		assertThat(route).isBetween(1L, 3000L);
	}

	@Test
	void routeCostsNothingForAPiece() {
		List<ChatEvent> events = new ArrayList<>();
		for (int i = 0; i < PIECES; i++) {
			events.add(new ChatEvent.TextDelta("piece"));
		}
		ChatProvider few = (request) -> Flux.just(events.get(0));
		ChatProvider many = (request) -> Flux.fromIterable(events);
		long ofPieces = bytesOfACall(ask(many, "smart")) - bytesOfACall(ask(few, "smart"));
		assertThat(ofPieces / PIECES).isZero();
	}

}
