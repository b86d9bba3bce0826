package io.github.llmspring.http;

import io.github.llmspring.ChatEvent;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * The events in the body of a streamed answer.
 */
final class EventFlux extends Flux<ChatEvent> {

	private final Flux<DataBuffer> body;

	private final Answering answering;

	private final WatchedExchange.Guard guard;

	EventFlux(Flux<DataBuffer> body, Answering answering, WatchedExchange.Guard guard) {
		this.body = body;
		this.answering = answering;
		this.guard = guard;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		EventReader reader = new EventReader(actual, this.answering.reading(), this.guard.watchdog());
		if (!this.guard.readBy(reader)) {
			reader.cancel();
		}
		this.body.subscribe(reader);
	}

}
