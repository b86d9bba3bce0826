package io.github.llmspring.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of candidates that begin to answer at the same time, on threads of their own.
 */
class RouteRaceTests {

	private static final ByPrice UNKNOWN_PRICES = new ByPrice(Models.NONE, (message) -> 0);

	private static final int RUNS = 300;

	private static final int CANDIDATES = 3;

	private final ExecutorService threads = Executors.newFixedThreadPool(CANDIDATES + 1);

	private final AtomicReferenceArray<FluxSink<ChatEvent>> sinks = new AtomicReferenceArray<>(CANDIDATES);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	private void begin(BaseSubscriber<ChatEvent> caller) {
		VirtualTimeScheduler clock = VirtualTimeScheduler.create();
		CandidateHealth health = new CandidateHealth();
		Map<String, ProviderEntry> entries = new LinkedHashMap<>();
		for (int i = 0; i < CANDIDATES; i++) {
			int number = i;
			entries.put("p" + i,
					new ProviderEntry("p" + i, (request) -> Flux.create((sink) -> this.sinks.set(number, sink)), "m"));
		}
		Route route = Route.builder("smart")
			.models(List.copyOf(entries.keySet()))
			.hedge(new Hedge(Duration.ofSeconds(1), CANDIDATES - 1))
			.build();
		RouteGroup group = new RouteTable(List.of(route), entries,
				(id, model) -> RouteCandidate.of(entries.get(id), model), Preferences.of(health, UNKNOWN_PRICES),
				Models.NONE)
			.groups()
			.get(0);
		new RouteProvider(group, health, Models.NONE, clock).send(ChatRequest.builder().streaming(true).build())
			.subscribe(caller);
		clock.advanceTimeBy(Duration.ofSeconds(CANDIDATES));
	}

	private Callable<Object> answering(int number) {
		return Executors.callable(() -> {
			for (int i = 0; i < 5; i++) {
				this.sinks.get(number).next(new ChatEvent.TextDelta(number + "." + i));
			}
		});
	}

	@Test
	void oneWinsAndTheOthersAreCancelled() throws Exception {
		for (int run = 0; run < RUNS; run++) {
			List<ChatEvent> came = new ArrayList<>();
			begin(new BaseSubscriber<>() {

				@Override
				protected void hookOnNext(ChatEvent event) {
					came.add(event);
				}

			});
			this.threads.invokeAll(List.of(answering(0), answering(1), answering(2)));
			int cancelled = 0;
			for (int i = 0; i < CANDIDATES; i++) {
				cancelled += this.sinks.get(i).isCancelled() ? 1 : 0;
			}
			assertThat(cancelled).as("run %d", run).isEqualTo(CANDIDATES - 1);
			String winner = ((ChatEvent.TextDelta) came.get(0)).text().substring(0, 1);
			assertThat(came).as("run %d", run)
				.extracting((event) -> ((ChatEvent.TextDelta) event).text())
				.containsExactly(winner + ".0", winner + ".1", winner + ".2", winner + ".3", winner + ".4");
		}
	}

	@Test
	void whatIsCancelledMeanwhileIsCancelledForAll() throws Exception {
		for (int run = 0; run < RUNS; run++) {
			BaseSubscriber<ChatEvent> giving = new BaseSubscriber<>() {
			};
			begin(giving);
			this.threads
				.invokeAll(List.of(answering(0), answering(1), answering(2), Executors.callable(giving::cancel)));
			for (int i = 0; i < CANDIDATES; i++) {
				assertThat(this.sinks.get(i).isCancelled()).as("candidate %d of run %d", i, run).isTrue();
			}
		}
	}

}
