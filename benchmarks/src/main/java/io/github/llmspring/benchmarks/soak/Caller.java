package io.github.llmspring.benchmarks.soak;

import java.util.concurrent.locks.LockSupport;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again, by turns for a whole answer and for a stream.
 */
final class Caller implements Runnable {

	private final ChatClient client;

	private final Ledger ledger;

	private final long begin;

	private final long end;

	private boolean streaming;

	Caller(ChatClient client, Ledger ledger, long begin, long end, boolean streaming) {
		this.client = client;
		this.ledger = ledger;
		this.begin = begin;
		this.end = end;
		this.streaming = streaming;
	}

	@Override
	public void run() {
		LockSupport.parkNanos(Math.max(0, this.begin - System.nanoTime()));
		while (System.nanoTime() - this.end < 0) {
			this.streaming = !this.streaming;
			ask();
		}
	}

	private void ask() {
		StringBuilder delivered = new StringBuilder();
		this.ledger.requests.increment();
		try {
			ChatResponse response = this.streaming ? stream(delivered) : whole(delivered);
			if (response == null) {
				this.ledger.wrong("a stream ended without an answer");
			}
			else {
				this.ledger.answered(response, delivered.toString());
			}
		}
		catch (LlmException ex) {
			this.ledger.failed(ex, delivered.toString());
		}
		catch (RuntimeException | Error ex) {
			this.ledger.wrong("thrown: " + ex);
		}
	}

	private ChatResponse whole(StringBuilder delivered) {
		ChatResponse response = this.client.prompt("What does the keeper do?").call();
		delivered.append(response.content());
		return response;
	}

	private @Nullable ChatResponse stream(StringBuilder delivered) {
		ChatEvent last = this.client.prompt("What does the keeper do?").stream().events().doOnNext((event) -> {
			if (event instanceof ChatEvent.TextDelta text) {
				delivered.append(text.text());
			}
		}).blockLast();
		return (last instanceof ChatEvent.Completed completed) ? completed.response() : null;
	}

}
