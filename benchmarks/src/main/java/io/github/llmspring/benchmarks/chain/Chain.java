package io.github.llmspring.benchmarks.chain;

import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.benchmarks.Prompts;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.observation.metrics.LlmBuckets;
import io.github.llmspring.observation.metrics.LlmMeters;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.BaseSubscriber;

/**
 * How much stands around a provider.
 */
enum Chain {

	/**
	 * Nothing.
	 */
	BARE {

		@Override
		ChatProvider around(ChatProvider provider) {
			return provider;
		}

	},

	/**
	 * Deadline, retries and a circuit breaker.
	 */
	SURROUNDED {

		@Override
		ChatProvider around(ChatProvider provider) {
			return Assembly.surround("acme", provider,
					Surroundings.builder().model("m").circuitBreaker(BreakerSettings.DEFAULTS).build());
		}

	},

	/**
	 * All of that, and a router and a route of two before it.
	 */
	ROUTE {

		@Override
		ChatProvider around(ChatProvider provider) {
			return router(provider, new CandidateHealth(), Observations.NONE)::send;
		}

	},

	/**
	 * All of that, and what a client sees to before it: conversations, the form of
	 * answers, tools.
	 */
	CLIENT {

		@Override
		ChatProvider around(ChatProvider provider) {
			return asked(Assembly.client(router(provider, new CandidateHealth(), Observations.NONE)));
		}

	},

	/**
	 * All of that, observed, with meters in a registry.
	 */
	OBSERVED {

		@Override
		ChatProvider around(ChatProvider provider) {
			CandidateHealth health = new CandidateHealth();
			MeterRegistry meters = new SimpleMeterRegistry();
			meters.config().meterFilter(new LlmBuckets());
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new LlmMeters(meters, Generation.V1_41, health));
			Observations observations = Observations.builder(registry).build();
			return asked(Assembly.of(router(provider, health, observations)).observations(observations).client());
		}

	};

	/**
	 * Puts it around a provider.
	 * @param provider the bare provider
	 * @return the whole of it
	 */
	abstract ChatProvider around(ChatProvider provider);

	private static ChatProvider asked(ChatClient client) {
		return (request) -> {
			var prompt = client.prompt(Prompts.USER);
			return request.streaming() ? prompt.stream().events()
					: prompt.mono().<ChatEvent>map(ChatEvent.Completed::new).flux();
		};
	}

	private static ModelRouter router(ChatProvider provider, CandidateHealth health, Observations observations) {
		Surroundings surroundings = Surroundings.builder().model("m").health(health).observations(observations).build();
		List<ProviderEntry> entries = List.of(
				new ProviderEntry("acme", Assembly.surround("acme", provider, surroundings), "m"),
				new ProviderEntry("spare", Assembly.surround("spare", provider, surroundings), "m"));
		return Assembly.router(entries, List.of(Route.builder("smart").models("acme", "spare").build()), "smart",
				health);
	}

	/**
	 * Request that goes to a chain.
	 * @param streaming whether to ask for a stream
	 * @return the request
	 */
	ChatRequest request(boolean streaming) {
		return ChatRequest.builder()
			.model((this == ROUTE) ? null : "m")
			.message(Message.user(Prompts.USER))
			.streaming(streaming)
			.build();
	}

	/**
	 * Asks, and reads everything on the same thread.
	 * @param chain the whole of a chain
	 * @param request what to ask
	 * @return how many events came
	 */
	static int ask(ChatProvider chain, ChatRequest request) {
		Count count = new Count();
		chain.send(request).subscribe(count);
		if (!count.complete) {
			throw new IllegalStateException("Not answered at once");
		}
		return count.events;
	}

	private static final class Count extends BaseSubscriber<ChatEvent> {

		private int events;

		private boolean complete;

		@Override
		protected void hookOnNext(ChatEvent event) {
			this.events++;
		}

		@Override
		protected void hookOnComplete() {
			this.complete = true;
		}

	}

}
