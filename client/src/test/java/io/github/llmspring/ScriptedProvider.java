package io.github.llmspring;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Provider that answers each exchange with the next of what was laid down, and notes what
 * it saw.
 */
public final class ScriptedProvider implements ChatProvider {

	private final Queue<Flux<ChatEvent>> script;

	private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

	private final List<Long> demands = new CopyOnWriteArrayList<>();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private ScriptedProvider(List<Flux<ChatEvent>> script) {
		this.script = new ConcurrentLinkedQueue<>(script);
	}

	@SafeVarargs
	public static ScriptedProvider of(Flux<ChatEvent>... script) {
		return new ScriptedProvider(List.of(script));
	}

	public static ScriptedProvider of(List<Flux<ChatEvent>> script) {
		return new ScriptedProvider(script);
	}

	public static Flux<ChatEvent> answer(String... pieces) {
		Flux<ChatEvent> deltas = Flux.fromArray(pieces).map(ChatEvent.TextDelta::new);
		return deltas.concatWithValues(whole(String.join("", pieces)));
	}

	public static ChatEvent whole(String text) {
		return new ChatEvent.Completed(ChatResponse.builder().content(new Content.Text(text)).build());
	}

	public static Flux<ChatEvent> failure(LlmException.Reason reason) {
		return Flux.error(() -> LlmException.of(reason, "scripted"));
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			this.requests.add(request);
			this.open.incrementAndGet();
			@Nullable Flux<ChatEvent> next = this.script.poll();
			return (next != null) ? next : Flux.error(new AssertionError("more exchanges than scripted"));
		})
			.doOnRequest(this.demands::add)
			.doOnCancel(this.cancelled::incrementAndGet)
			.doFinally((signal) -> this.open.decrementAndGet());
	}

	public List<ChatRequest> requests() {
		return this.requests;
	}

	public int exchanges() {
		return this.requests.size();
	}

	/**
	 * What was asked of all exchanges, in order.
	 */
	public List<Long> demands() {
		return this.demands;
	}

	public int open() {
		return this.open.get();
	}

	public int cancelled() {
		return this.cancelled.get();
	}

}
