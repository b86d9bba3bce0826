package io.github.llmspring.resilience.limit;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.Usage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Service whose calls end when the test says so.
 */
final class FakeService implements ChatProvider {

	private final List<Exchange> exchanges = new ArrayList<>();

	private int underWay;

	private int most;

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			Exchange exchange = new Exchange(request);
			this.exchanges.add(exchange);
			this.underWay++;
			this.most = Math.max(this.most, this.underWay);
			return exchange.sink.asFlux().doOnCancel(exchange::over);
		});
	}

	List<Exchange> exchanges() {
		return this.exchanges;
	}

	/**
	 * Models that were asked for, in the order of the requests.
	 */
	List<String> asked() {
		return this.exchanges.stream().map((exchange) -> String.valueOf(exchange.request.model())).toList();
	}

	int mostAtOnce() {
		return this.most;
	}

	Exchange last() {
		return this.exchanges.get(this.exchanges.size() - 1);
	}

	/**
	 * One call.
	 */
	final class Exchange {

		private final ChatRequest request;

		private final Sinks.Many<ChatEvent> sink = Sinks.many().unicast().onBackpressureBuffer();

		private boolean over;

		private Exchange(ChatRequest request) {
			this.request = request;
		}

		boolean isOver() {
			return this.over;
		}

		private void over() {
			if (!this.over) {
				this.over = true;
				FakeService.this.underWay--;
			}
		}

		void say(String text) {
			this.sink.tryEmitNext(new ChatEvent.TextDelta(text));
		}

		void answer() {
			answer(Usage.UNKNOWN, null);
		}

		void answer(long tokens) {
			answer(new Usage(tokens / 2, null, null, tokens - tokens / 2, null, java.util.Map.of()), null);
		}

		void answer(Usage usage, RateLimitState limits) {
			over();
			this.sink
				.tryEmitNext(new ChatEvent.Completed(ChatResponse.builder().usage(usage).rateLimits(limits).build()));
			this.sink.tryEmitComplete();
		}

		void fail(LlmException failure) {
			over();
			this.sink.tryEmitError(failure);
		}

	}

}
