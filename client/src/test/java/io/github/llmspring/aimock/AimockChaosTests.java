package io.github.llmspring.aimock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes of two where a server of others makes trouble for the first.
 */
@ExtendWith(AimockExtension.class)
class AimockChaosTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int CALLS = 20;

	private static final String ANSWER = "Oslo";

	private final CandidateHealth health = new CandidateHealth();

	private final List<ProviderHttpClient> connections = new ArrayList<>();

	@AfterEach
	void closeConnections() {
		this.connections.forEach(ProviderHttpClient::close);
	}

	static Stream<Arguments> troubles() {
		return Stream.of(Trouble.values())
			.flatMap((trouble) -> Stream.of(Service.values())
				.flatMap((service) -> Stream.of(Arguments.of(trouble, service, false),
						Arguments.of(trouble, service, true))));
	}

	@ParameterizedTest
	@MethodSource("troubles")
	void whenTheFirstIsInTroubleThenTheSecondAnswers(Trouble trouble, Service service, boolean streaming,
			Aimock aimock) {
		ModelRouter router = router(aimock, service, Map.of(trouble.header, "1"));
		List<ChatEvent> events = events(router, streaming);
		assertThat(Caller.answer(events).attempts()).extracting(Attempt::reason)
			.containsExactlyElementsOf(trouble.reasons(service, streaming));
		assertThat(Caller.answer(events).attempts()).last().matches(Attempt::answered);
		assertThatAnswerIsWhole(events, streaming);
	}

	@ParameterizedTest
	@EnumSource
	void whenTheFirstFailsAtRandomThenEveryCallIsAnsweredOnce(Service service, Aimock aimock) {
		ModelRouter router = router(aimock, service, Map.of(Trouble.DROPPED.header, "0.3", Trouble.MALFORMED.header,
				"0.3", Trouble.DISCONNECTED.header, "0.3"));
		for (int call = 0; call < CALLS; call++) {
			boolean streaming = call % 2 == 0;
			assertThatAnswerIsWhole(events(router, streaming), streaming);
		}
	}

	private static void assertThatAnswerIsWhole(List<ChatEvent> events, boolean streaming) {
		ChatResponse answer = Caller.answer(events);
		StringBuilder pieces = new StringBuilder();
		events.forEach((event) -> pieces.append((event instanceof ChatEvent.TextDelta delta) ? delta.text() : ""));
		assertThat(answer.content()).containsOnlyOnce(ANSWER);
		assertThat(pieces).hasToString(streaming ? answer.content() : "");
		assertThat(events).filteredOn((event) -> event instanceof ChatEvent.Completed).hasSize(1);
	}

	private static List<ChatEvent> events(ModelRouter router, boolean streaming) {
		return router
			.send(ChatRequest.builder()
				.model("smart")
				.message(Message.user("Describe Oslo."))
				.streaming(streaming)
				.build())
			.collectList()
			.block(PATIENCE);
	}

	private ModelRouter router(Aimock aimock, Service service, Map<String, String> trouble) {
		return Assembly.router(
				List.of(entry(service.settings(aimock, "first", trouble)),
						entry(service.settings(aimock, "second", Map.of()))),
				List.of(Route.builder("smart").models("first", "second").build()), null, this.health);
	}

	private ProviderEntry entry(ProviderSettings settings) {
		ProviderHttpClient client = new ProviderHttpClient(settings);
		this.connections.add(client);
		Surroundings surroundings = Surroundings.builder()
			.model(settings.model())
			.total(PATIENCE)
			.health(this.health)
			.build();
		return new ProviderEntry(settings.id(),
				Assembly.surround(settings.id(), HttpChatProvider.of(settings, client), surroundings),
				settings.model());
	}

	/**
	 * What the server does to a request that asks for it.
	 */
	private enum Trouble {

		DROPPED("x-aimock-chaos-drop", Reason.SERVER_ERROR),

		MALFORMED("x-aimock-chaos-malformed", Reason.MALFORMED_RESPONSE),

		DISCONNECTED("x-aimock-chaos-disconnect", Reason.CONNECTION, Reason.CONNECTION),

		TOO_FAST("x-aimock-chaos-ratelimit", Reason.RATE_LIMITED);

		private final String header;

		/**
		 * Why each attempt failed; {@code null} for the one that answers.
		 */
		private final List<Reason> reasons;

		Trouble(String header, Reason... failures) {
			this.header = header;
			List<Reason> all = new ArrayList<>(Arrays.asList(failures));
			all.add(null);
			this.reasons = Collections.unmodifiableList(all);
		}

		/**
		 * Gibberish without the end of its line is a line that was cut.
		 */
		private List<Reason> reasons(Service service, boolean streaming) {
			return (this == MALFORMED && service == Service.OLLAMA && streaming)
					? Arrays.asList(Reason.STREAM_TRUNCATED, null) : this.reasons;
		}

	}

}
