package io.github.llmspring.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Secret;
import io.github.llmspring.http.Fault.Outcome;
import io.github.llmspring.http.Fault.Scene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that goes wrong between a service and us, over real sockets: the reason, the
 * sentence and the text so far are those of {@code docs/faults.md}, nothing leaks, and
 * the next call finds its way.
 */
class FaultTests {

	private static final String KEY = "sk-CANARY-5f3a9c";

	private static final Path DOCUMENT = Path.of("../docs/faults.md");

	private static final FaultTable TABLE = new FaultTable();

	private static final BufferLeaks LEAKS = new BufferLeaks();

	private static final CapturedLogs LOGS = new CapturedLogs();

	@AfterAll
	static void nothingLeaksAndTheDocumentIsRight() throws IOException {
		try (LEAKS; LOGS) {
			assertThat(LEAKS.find()).as("leaked buffers").isEmpty();
			assertThat(LOGS.messages()).as("logs")
				.isNotEmpty()
				.allSatisfy((log) -> assertThat(log).doesNotContain("CANARY"));
		}
		System.out.println(TABLE);
		if (TABLE.covers(faults().toList())) {
			assertThat(Files.readString(DOCUMENT)).as("docs/faults.md should read:%n%s", TABLE)
				.isEqualTo(TABLE.toString());
		}
	}

	static Stream<Fault> faults() {
		return Stream.of(ConnectionFaults.all(), StatusFaults.all(), BodyFaults.all(), InterruptionFaults.all())
			.flatMap(List::stream);
	}

	static Stream<Fault> faultsOfWholeAnswers() {
		return faults().filter((fault) -> fault.whole() != Outcome.NONE);
	}

	static Stream<Fault> faultsOfStreams() {
		return faults().filter((fault) -> fault.stream() != Outcome.NONE);
	}

	@ParameterizedTest
	@MethodSource("faultsOfWholeAnswers")
	void wholeAnswerFailsAsDocumented(Fault fault) throws Exception {
		play(fault, fault.whole(), false);
	}

	@ParameterizedTest
	@MethodSource("faultsOfStreams")
	void streamFailsAsDocumented(Fault fault) throws Exception {
		play(fault, fault.stream(), true);
	}

	private static void play(Fault fault, Outcome expected, boolean streaming) throws Exception {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		try (Scene scene = fault.scene().get(); ProviderHttpClient connections = connections(fault, scene)) {
			ChatProvider provider = provider(fault, scene, connections, time);
			scene.prepare(provider);
			RecordedCall seen = RecordedCall.of(provider.send(request(streaming)));
			for (int round = 0; round < 1_000 && !seen.endsWithin(10); round++) {
				if (fault.timed() && seen.text().equals((expected.partial() != null) ? expected.partial() : "")) {
					time.advanceTimeBy(Duration.ofMillis(1500));
				}
			}
			assertThat(seen.outcome()).as(seen.message()).isEqualTo(expected);
			TABLE.add(fault, streaming, seen);
			assertThat(seen.message()).isIn(sentences());
			seen.failure().ifPresent((failure) -> Secrets.assertAbsent(failure, "CANARY"));
			assertThatConnectionsAreFree(scene, provider, seen);
			scene.awaitClosed();
		}
	}

	/**
	 * The pool has one connection: a call that kept it would leave none for the next.
	 */
	private static void assertThatConnectionsAreFree(Scene scene, ChatProvider provider, RecordedCall before)
			throws Exception {
		RecordedCall next = RecordedCall.of(provider.send(request(false)));
		assertThat(next.endsWithin(TimeUnit.SECONDS.toMillis(10))).isTrue();
		assertThat(next.outcome()).as(next.message()).isEqualTo(scene.recovers() ? Outcome.ANSWERED : before.outcome());
		assertThat(next.message()).isEqualTo(scene.recovers() ? "" : before.message());
	}

	/**
	 * The sentences that the document tells.
	 */
	private static List<String> sentences() throws IOException {
		Stream<String> told = Files.readAllLines(DOCUMENT).stream().filter((line) -> line.startsWith("> "));
		return Stream.concat(Stream.of(""), told.map((line) -> line.substring(2))).toList();
	}

	private static ProviderSettings settings(Fault fault, Scene scene) {
		ProviderSettings.Builder settings = ProviderSettings
			.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.wireFormat("openai-chat")
			.baseUrl(scene.uri())
			.model("gpt-4.1")
			.apiKey(() -> Secret.of(KEY))
			.timeouts(new Timeouts(connectTimeout(fault), Duration.ofSeconds(60), Duration.ofSeconds(60),
					Duration.ofMinutes(5)))
			.proxy(scene.proxy())
			.maxConnections(1);
		return fault.settings().apply(settings).build();
	}

	/**
	 * Short only where it is to run out, as the machine may be slow.
	 */
	static Duration connectTimeout(Fault fault) {
		return (fault.whole().reason() == Reason.TIMEOUT_CONNECT) ? Duration.ofMillis(500) : Duration.ofSeconds(10);
	}

	static ProviderHttpClient connections(Fault fault, Scene scene) {
		return new ProviderHttpClient(settings(fault, scene));
	}

	static ChatProvider provider(Fault fault, Scene scene, ProviderHttpClient connections, VirtualTimeScheduler time) {
		return new HttpChatProvider(settings(fault, scene),
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(connections.client())).build(),
				new Ticker(time, () -> time.now(TimeUnit.NANOSECONDS)));
	}

	static ChatRequest request(boolean streaming) {
		return ChatRequest.builder().message(Message.user("Hello")).streaming(streaming).build();
	}

}
