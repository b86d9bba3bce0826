package io.github.llmspring.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
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
import org.junit.jupiter.api.Test;
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

	private static final Path DOCUMENT = Path.of("../docs/fault-matrix.md");

	private static final Duration LIMIT = Duration.ofMinutes(30);

	private static final RetryPolicy WITHOUT_CHANCE = RetryPolicy.builder().random(() -> 0).build();

	private static final Fault NONE = Fault.of("none", Scene::answer).wholeAnswer().streamedAnswer();

	private static final FaultMatrix MATRIX = new FaultMatrix();

	private static final List<String> RECOVERING = List.of("reset instead of an answer", "closed without an answer",
			"closed amid the headers", "garbage instead of HTTP", "headers without end");

	private static final Scene OTHER = NONE.scene().get();

	private static final ProviderHttpClient OTHER_CONNECTIONS = FaultTests.connections(NONE, OTHER);

	@AfterAll
	static void theDocumentIsRight() throws IOException {
		OTHER_CONNECTIONS.close();
		OTHER.close();
		System.out.println(MATRIX);
		if (MATRIX.calls() == calls().count()) {
			assertThat(Files.readString(DOCUMENT)).as("docs/fault-matrix.md should read:%n%s", MATRIX)
				.isEqualTo(MATRIX.toString());
		}
	}

	static Stream<Fault> faults() {
		return Stream.concat(FaultTests.faults(), FurtherFaults.all().stream()).map(FaultMatrixTests::hastened);
	}

	/**
	 * The same fault with timeouts that take less of the time that is advanced, where it
	 * sets none of its own.
	 */
	private static Fault hastened(Fault fault) {
		Timeouts timeouts = new Timeouts(FaultTests.connectTimeout(fault), Duration.ofSeconds(40),
				Duration.ofSeconds(40), Duration.ofSeconds(45));
		return fault.with((settings) -> fault.settings().apply(settings.timeouts(timeouts)));
	}

	static Stream<Arguments> calls() {
		return faults().flatMap((fault) -> Stream.of(Situation.values())
			.flatMap((situation) -> Stream.of(false, true)
				.filter((streaming) -> isPlayed(fault, situation, streaming))
				.map((streaming) -> Arguments.of(fault, situation, streaming))));
	}

	/**
	 * A service that fails once is of interest where it is asked again.
	 */
	private static boolean isPlayed(Fault fault, Situation situation, boolean streaming) {
		Outcome outcome = streaming ? fault.stream() : fault.whole();
		if (outcome == Outcome.NONE) {
			return false;
		}
		return switch (situation) {
			case ALONE_ONCE -> !fault.timed() && recovers(fault)
					&& MatrixRules.expected(fault, situation, streaming).attempts().size() > 1;
			case FIRST_OF_TWO_ONCE ->
				outcome.reason() == Reason.CONNECTION && outcome.partial() == null && recovers(fault);
			default -> true;
		};
	}

	private static boolean recovers(Fault fault) {
		return ConnectionFaults.all().stream().noneMatch((each) -> each.name().equals(fault.name()))
				|| RECOVERING.contains(fault.name());
	}

	@ParameterizedTest(name = "{0}, {1}, stream: {2}")
	@MethodSource("calls")
	void callBecomesWhatIsPromised(Fault fault, Situation situation, boolean streaming) throws Exception {
		try (Scene scene = fault.scene().get(); ProviderHttpClient connections = FaultTests.connections(fault, scene)) {
			int before = OTHER.requests();
			VirtualTimeScheduler time = VirtualTimeScheduler.create();
			MovableClock clock = new MovableClock();
			ShortenedWaits waits = new ShortenedWaits(clock::advance);
			CandidateHealth health = new CandidateHealth(clock);
			ChatProvider first = FaultTests.provider(fault, scene, connections, time);
			scene.prepare(first);
			if (!situation.once()) {
				scene.failForGood();
			}
			ModelRouter router = router(first, answering(time), waits, health);
			RecordedCall seen = RecordedCall.of(router.send(request(situation, streaming)));
			for (int round = 0; round < 1_000 && !seen.endsWithin(10); round++) {
				if (fault.timed() && OTHER.requests() == before && seen.text().equals(partial(fault, streaming))) {
					time.advanceTimeBy(Duration.ofSeconds(1));
				}
			}
			Story story = new Story(seen.outcome(), seen.text(), attempts(seen), waits.waits(),
					health.restLeft(new ModelAddress("a", "m")));
			MATRIX.add(fault, situation, streaming, story);
			assertThat(story).as(seen.message()).isEqualTo(MatrixRules.expected(fault, situation, streaming));
			assertThat(OTHER.requests() - before).as("requests to the second").isEqualTo(count(story, "b"));
			if (scene.requests() >= 0) {
				assertThat(scene.requests()).as("requests to the first").isEqualTo(count(story, "a"));
			}
			scene.awaitClosed();
			OTHER.awaitClosed();
		}
	}

	/**
	 * One fault for each reason that another model may be asked for.
	 */
	static Stream<Fault> faultsToFallBackFrom() {
		Map<Reason, Fault> byReason = new EnumMap<>(Reason.class);
		StatusFaults.all()
			.forEach((fault) -> byReason.putIfAbsent(Objects.requireNonNull(fault.whole().reason()), fault));
		BodyFaults.all()
			.stream()
			.filter((fault) -> fault.whole().reason() != null)
			.forEach((fault) -> byReason.putIfAbsent(fault.whole().reason(), fault));
		byReason.remove(Reason.INVALID_REQUEST);
		return byReason.values().stream();
	}

	@ParameterizedTest
	@MethodSource("faultsToFallBackFrom")
	void whenBothFailThenTheLastWaitsAndTheFirstFailureIsTold(Fault fault) throws Exception {
		Fault busy = Fault.of("busy", RawServer.json("503 Service Unavailable", "{}"));
		try (Scene scene = fault.scene().get();
				Scene other = busy.scene().get();
				ProviderHttpClient connections = FaultTests.connections(fault, scene);
				ProviderHttpClient otherConnections = FaultTests.connections(busy, other)) {
			scene.failForGood();
			other.failForGood();
			VirtualTimeScheduler time = VirtualTimeScheduler.create();
			ShortenedWaits waits = new ShortenedWaits((wait) -> {
			});
			ModelRouter router = router(FaultTests.provider(fault, scene, connections, time),
					FaultTests.provider(busy, other, otherConnections, time), waits, new CandidateHealth());
			RecordedCall seen = RecordedCall.of(router.send(request(Situation.FIRST_OF_TWO, false)));
			assertThat(seen.endsWithin(10_000)).isTrue();
			assertThat(seen.outcome()).isEqualTo(fault.whole());
			assertThat(attempts(seen)).containsExactly("a " + fault.whole().reason(), "b OVERLOADED", "b OVERLOADED",
					"b OVERLOADED");
			assertThat(waits.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
			assertThat(seen.failure().orElseThrow().getSuppressed()).hasSize(1)
				.allSatisfy((second) -> assertThat(((LlmException) second).reason()).isEqualTo(Reason.OVERLOADED));
			scene.awaitClosed();
			other.awaitClosed();
		}
	}

	@Test
	void whileTheFirstRestsOnlyTheSecondIsAsked() throws Exception {
		Fault busy = Fault.of("busy",
				RawServer.json("429 Too Many Requests", "{}").replaceFirst("\r\n", "\r\nRetry-After: 20\r\n"));
		try (Scene scene = busy.scene().get(); ProviderHttpClient connections = FaultTests.connections(busy, scene)) {
			VirtualTimeScheduler time = VirtualTimeScheduler.create();
			MovableClock clock = new MovableClock();
			ModelRouter router = router(FaultTests.provider(busy, scene, connections, time), answering(time),
					new ShortenedWaits(clock::advance), new CandidateHealth(clock));
			assertThat(attempts(answered(router))).containsExactly("a RATE_LIMITED", "b");
			clock.advance(Duration.ofMillis(19_999));
			assertThat(attempts(answered(router))).containsExactly("b");
			clock.advance(Duration.ofMillis(1));
			assertThat(attempts(answered(router))).containsExactly("a");
		}
	}

	private static RecordedCall answered(ModelRouter router) throws Exception {
		RecordedCall seen = RecordedCall.of(router.send(request(Situation.FIRST_OF_TWO, true)));
		assertThat(seen.endsWithin(10_000)).isTrue();
		assertThat(seen.text()).isEqualTo(Scene.ANSWER);
		return seen;
	}

	private static long count(Story story, String id) {
		return story.attempts().stream().filter((attempt) -> attempt.startsWith(id)).count();
	}

	private static ChatProvider answering(VirtualTimeScheduler time) {
		return FaultTests.provider(NONE, OTHER, OTHER_CONNECTIONS, time);
	}

	private static String partial(Fault fault, boolean streaming) {
		String partial = (streaming ? fault.stream() : fault.whole()).partial();
		return (partial != null) ? partial : "";
	}

	static ModelRouter router(ChatProvider first, ChatProvider second, ShortenedWaits waits, CandidateHealth health) {
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

	static ChatRequest request(Situation situation, boolean streaming) {
		return ChatRequest.builder()
			.model(situation.route() ? "smart" : "a")
			.message(Message.user("Hello"))
			.streaming(streaming)
			.build();
	}

	static List<String> attempts(RecordedCall call) {
		List<String> attempts = new ArrayList<>();
		for (Attempt attempt : call.attempts()) {
			attempts.add(attempt.address().provider() + (attempt.answered() ? "" : " " + attempt.reason()));
		}
		return attempts;
	}

}
