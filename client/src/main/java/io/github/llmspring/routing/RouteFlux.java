package io.github.llmspring.routing;

import io.github.llmspring.ChatEvent;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Events of the first candidate that gives any.
 * <p>
 * Candidates follow each other, and where the route hedges run beside each other, only
 * while nothing was delivered; so all demand there ever was is what each is asked for.
 * The first event decides: the others are cancelled, and everything passes straight
 * through.
 */
final class RouteFlux extends Flux<ChatEvent> {

	private final RouteCall call;

	RouteFlux(RouteCall call) {
		this.call = call;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatEvent> actual) {
		RouteRace race = new RouteRace(this.call, actual);
		actual.onSubscribe(race);
		race.begin();
	}

}
