package io.github.llmspring;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatStream}.
 */
class ChatStreamTests {

	private static final int PIECES = 100;

	private static ChatStream stream() {
		Flux<ChatEvent> pieces = Flux.fromStream(() -> IntStream.range(0, PIECES).mapToObj(Integer::toString))
			.map(ChatEvent.TextDelta::new);
		ChatEvent thought = new ChatEvent.ReasoningDelta("hm");
		ChatEvent end = new ChatEvent.Completed(ChatResponse.builder().build());
		return ChatClient.of((request) -> Flux.concat(Flux.just(thought), pieces, Flux.just(end)))
			.prompt("Count")
			.stream();
	}

	@Test
	void contentIsTheTextAlone() {
		List<String> content = stream().content().collectList().block();
		assertThat(content).hasSize(PIECES).startsWith("0", "1").endsWith("99");
	}

	@Test
	void capturedThreadLocalsAreNotRestoredForEachPiece() {
		AtomicInteger restored = new AtomicInteger();
		ThreadLocal<String> tenant = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", tenant::get, (value) -> {
			restored.incrementAndGet();
			tenant.set(value);
		}, tenant::remove);
		try {
			tenant.set("acme");
			Flux<String> content = stream().content();
			assertThat(content.contextCapture().count().block()).isEqualTo(PIECES);
			assertThat(restored).hasValueLessThan(PIECES);
		}
		finally {
			tenant.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

}
