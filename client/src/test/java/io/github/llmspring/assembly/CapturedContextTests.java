package io.github.llmspring.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what is bound to the caller's thread is captured once for a stream, and not
 * bound anew for each of its events: that costs more than all else of an event.
 */
class CapturedContextTests {

	private static final int PIECES = 1000;

	private static final ToolDefinition TOOL = new ToolDefinition("now", "The time", "{\"type\":\"object\"}",
			(invocation) -> ToolOutput.of("12:00"));

	private final Counting user = new Counting();

	@BeforeEach
	void bindUser() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(this.user);
		this.user.bound.set("ada");
	}

	@AfterEach
	void unbindUser() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(Counting.KEY);
	}

	static Stream<ChatPrompt> prompts() {
		List<ChatEvent> events = new ArrayList<>();
		for (int i = 0; i < PIECES; i++) {
			events.add(new ChatEvent.TextDelta("piece"));
		}
		events.add(new ChatEvent.Completed(ChatResponse.builder()
			.content(new Content.Text("piece"))
			.finishReason(FinishReason.STOP, "stop")
			.build()));
		ChatClient client = Assembly.client((request) -> Flux.fromIterable(events));
		return Stream.of(client.prompt("Hi"), client.prompt("Hi").tools(TOOL), client.prompt("Hi").conversation("c"),
				client.prompt("Hi").tools(TOOL).conversation("d"));
	}

	@ParameterizedTest
	@MethodSource("prompts")
	void threadLocalsAreNotBoundForEachEvent(ChatPrompt prompt) {
		assertThat(prompt.stream().events().count().block()).isEqualTo(PIECES + 1);
		assertThat(this.user.bindings).hasValueLessThan(20);
	}

	private static final class Counting implements ThreadLocalAccessor<String> {

		static final String KEY = "captured-context-tests";

		private final ThreadLocal<String> bound = new ThreadLocal<>();

		private final AtomicInteger bindings = new AtomicInteger();

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public String getValue() {
			return this.bound.get();
		}

		@Override
		public void setValue(String value) {
			this.bindings.incrementAndGet();
			this.bound.set(value);
		}

		@Override
		public void setValue() {
			this.bound.remove();
		}

	}

}
