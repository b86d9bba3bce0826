package io.github.llmspring.samples.routing;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.stereotype.Component;

/**
 * Tells every story to whoever listens at that moment.
 */
@Component
class Stories {

	private final Sinks.Many<Story> listeners = Sinks.many().multicast().directBestEffort();

	/**
	 * One at a time, which the listeners rely on.
	 */
	synchronized void tell(Story story) {
		this.listeners.tryEmitNext(story);
	}

	Flux<Story> told() {
		return this.listeners.asFlux();
	}

}
