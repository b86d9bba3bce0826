package io.github.llmspring.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.GuardedProvider;
import io.github.llmspring.health.MovableClock;
import io.github.llmspring.http.Fault.Outcome;
import io.github.llmspring.http.Fault.Scene;
import io.github.llmspring.http.MatrixRules.Situation;
import io.github.llmspring.resilience.DeadlineProvider;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.resilience.ShortenedWaits;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault against retries and routes, over real sockets and without a real wait: who
 * is asked, how often and after which waits, what the caller gets, and that no connection
 * stays behind.
 */
class FaultMatrixTests {

	private static final Duration LIMIT = Duration.ofMinutes(30);

	private static final RetryPolicy WITHOUT_CHANCE = RetryPolicy.builder().random(() -> 0).build();

	private static final Fault NONE = Fault.of("none", Scene::answer).wholeAnswer().streamedAnswer();

	private static final FaultMatrix MATRIX = new FaultMatrix();

	@AfterAll
	static void print() {
		System.out.println(MATRIX);
		System.out.println(MATRIX.calls() + " calls");
	}

	static Stream<Fault> faults() {
		return Stream.concat(FaultTests.faults(), FurtherFaults.all().stream()).map(FaultMatrixTests::hastened);
	}

	/**
	 * The same fault with timeouts that take less of the time that is advanced, where it
	 * sets none of its own.
	 */
	private static Fault hastened(Fault fault) {
		Timeouts timeouts = new Timeouts(Duration.ofMillis(200), Duration.ofSeconds(40), Duration.ofSeconds(40),
				Duration.ofSeconds(60));
		return fault.with((settings) -> fault.settings().apply(settings.timeouts(timeouts)));
	}

	static Stream<Arguments> calls() {
		return faults().flatMap((fault) -> Stream.of(Situation.values())
			.flatMap((situation) -> Stream.of(false, true)
				.filter((streaming) -> isPlayed(fault, situation, streaming))
				.map((streaming) -> Arguments.of(fault, situation, streaming))));
	}

	private static boolean isPlayed(Fault fault, Situation situation, boolean streaming) {
		Outcome outcome = streaming ? fault.stream() : fault.whole();
		return outcome != Outcome.NONE && (situation != Situation.ALONE_ONCE || (!fault.timed() && recovers(fault)));
	}

	private static boolean recovers(Fault fault) {
		return ConnectionFaults.all().stream().noneMatch((each) -> each.name().equals(fault.name()))
				|| RECOVERING.contains(fault.name());
	}

	private static final List<String> RECOVERING = List.of("reset instead of an answer", "closed without an answer",
			"closed amid the headers", "garbage instead of HTTP", "headers without end");

	@ParameterizedTest(name = "{0}, {1}, stream: {2}")
	@MethodSource("calls")
	void callBecomesWhatIsPromised(Fault fault, Situation situation, boolean streaming) throws Exception {
		try (Scene scene = fault.scene().get();
				Scene other = NONE.scene().get();
				ProviderHttpClient connections = FaultTests.connections(fault, scene);
				ProviderHttpClient otherConnections = FaultTests.connections(NONE, other)) {
			VirtualTimeScheduler time = VirtualTimeScheduler.create();
			MovableClock clock = new MovableClock();
			ShortenedWaits waits = new ShortenedWaits(clock::advance);
			CandidateHealth health = new CandidateHealth(clock);
			ChatProvider first = FaultTests.provider(fault, scene, connections, time);
			scene.prepare(first);
			if (situation != Situation.ALONE_ONCE) {
				scene.failForGood();
			}
			ModelRouter router = router(first, FaultTests.provider(NONE, other, otherConnections, time), waits, health);
			RecordedCall seen = RecordedCall.of(router.send(request(situation, streaming)));
			Story expected = MatrixRules.expected(fault, situation, streaming);
			for (int round = 0; round < 1_000 && !seen.endsWithin(10); round++) {
				if (fault.timed() && other.requests() == 0 && seen.text().equals(partial(fault, streaming))) {
					time.advanceTimeBy(Duration.ofSeconds(1));
				}
			}
			Story story = new Story(seen.outcome(), seen.text(), attempts(seen), waits.waits(),
					health.restLeft(new ModelAddress("a", "m")));
			MATRIX.add(fault, situation, streaming, story);
			assertThat(story).as(seen.message()).isEqualTo(expected);
			assertThat(other.requests()).as("requests to the second")
				.isEqualTo(expected.attempts().contains("b") ? 1 : 0);
			if (scene.requests() >= 0) {
				assertThat(scene.requests()).as("requests to the first")
					.isEqualTo(expected.attempts().stream().filter((attempt) -> attempt.startsWith("a")).count());
			}
			scene.awaitClosed();
			other.awaitClosed();
		}
	}

	private static String partial(Fault fault, boolean streaming) {
		String partial = (streaming ? fault.stream() : fault.whole()).partial();
		return (partial != null) ? partial : "";
	}

	private static ModelRouter router(ChatProvider first, ChatProvider second, ShortenedWaits waits,
			CandidateHealth health) {
		List<ProviderEntry> entries = List.of(entry("a", first, waits, health), entry("b", second, waits, health));
		return new ModelRouter(entries, List.of(Route.builder("smart").models("a", "b").build()), null, health);
	}

	/**
	 * A provider as it is put together for applications.
	 */
	private static ProviderEntry entry(String id, ChatProvider provider, ShortenedWaits waits, CandidateHealth health) {
		health.protect(id, BreakerSettings.DEFAULTS);
		ChatProvider guarded = new GuardedProvider(id, provider, health);
		return new ProviderEntry(id, new DeadlineProvider(id, waits.retrying(id, guarded, WITHOUT_CHANCE), LIMIT), "m")
			.withAmongOthers(new DeadlineProvider(id, waits.retrying(id, guarded, RetryPolicy.HASTY), LIMIT));
	}

	private static ChatRequest request(Situation situation, boolean streaming) {
		return ChatRequest.builder()
			.model((situation == Situation.FIRST_OF_TWO) ? "smart" : "a")
			.message(Message.user("Hello"))
			.streaming(streaming)
			.build();
	}

	private static List<String> attempts(RecordedCall call) {
		List<String> attempts = new ArrayList<>();
		for (Attempt attempt : call.attempts()) {
			attempts.add(attempt.address().provider() + (attempt.answered() ? "" : " " + attempt.reason()));
		}
		return attempts;
	}

}
