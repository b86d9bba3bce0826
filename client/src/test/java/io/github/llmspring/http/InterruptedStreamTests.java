package io.github.llmspring.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.http.Fault.Outcome;
import io.github.llmspring.http.Fault.Scene;
import io.github.llmspring.http.MatrixRules.Situation;
import io.github.llmspring.http.RawServer.Connection;
import io.github.llmspring.http.RawServer.Request;
import io.github.llmspring.resilience.ShortenedWaits;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of a route of two that break off anywhere, are cancelled, or meet a connection
 * that is dead already: the caller gets one answer or a part of one, never two.
 */
class InterruptedStreamTests {

	private static final String OTHER_ANSWER = "From b.";

	private static final String STREAM = Scene.streamed().substring(Scene.streamed().indexOf("\r\n\r\n") + 4);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final ShortenedWaits waits = new ShortenedWaits((wait) -> {
	});

	private final RawServer other = RawServer
		.answering(RawServer.eventStream(Scene.piece("From "), Scene.piece("b."), Scene.end(), "[DONE]"));

	private final Fault none = Fault.of("none", Scene::answer);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
		this.other.close();
	}

	private ChatProvider provider(RawServer server) {
		Scene scene = Scene.of(server);
		ProviderHttpClient connections = FaultTests.connections(this.none, scene);
		this.opened.add(connections);
		this.opened.add(server);
		return FaultTests.provider(this.none, scene, connections, this.time);
	}

	private RecordedCall ask(ChatProvider first, ChatProvider second) throws Exception {
		ModelRouter router = FaultMatrixTests.router(first, second, this.waits, new CandidateHealth());
		RecordedCall seen = RecordedCall.of(router.send(FaultMatrixTests.request(Situation.FIRST_OF_TWO, true)));
		assertThat(seen.endsWithin(10_000)).isTrue();
		return seen;
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsSentAgainOnceTheFirstPieceCame(Breaking breaking) throws Exception {
		byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
		int[] length = new int[1];
		RawServer server = RawServer.playing((request, connection) -> {
			connection.send(RawServer.head("text/event-stream"));
			connection.send(Arrays.copyOf(stream, length[0]));
			breaking.end(connection);
		});
		ChatProvider first = provider(server);
		ChatProvider second = provider(this.other);
		Set<Boolean> elsewhere = new HashSet<>();
		for (length[0] = 0; length[0] <= stream.length; length[0] += breaking.step) {
			int before = server.requestCount();
			int otherBefore = this.other.requestCount();
			RecordedCall seen = ask(first, second);
			Outcome outcome = seen.outcome();
			String where = "cut after " + length[0] + " bytes: " + FaultMatrixTests.attempts(seen);
			int asked = this.other.requestCount() - otherBefore;
			if (outcome.reason() == null) {
				assertThat(seen.text()).as(where).isEqualTo((asked > 0) ? OTHER_ANSWER : Scene.ANSWER);
			}
			else {
				assertThat(seen.text()).as(where).isNotEmpty().isEqualTo(outcome.partial());
				assertThat(Scene.ANSWER).as(where).startsWith(seen.text());
				assertThat(asked).as(where).isZero();
				assertThat(server.requestCount() - before).as(where).isOne();
			}
			elsewhere.add(asked > 0);
		}
		assertThat(elsewhere).as("streams that began and others").containsExactlyInAnyOrder(true, false);
		server.awaitClosed();
		this.other.awaitClosed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Hello, " })
	void cancelledCallClosesItsConnectionAndAsksNobodyElse(String text) throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		RawServer silent = RawServer.playing((request, connection) -> {
			connection.send(RawServer.head("text/event-stream")
					+ (text.isEmpty() ? "" : "data: " + Scene.piece(text) + "\n\n"));
			sent.countDown();
			connection.awaitClose();
		});
		ModelRouter router = FaultMatrixTests.router(provider(silent), provider(this.other), this.waits,
				new CandidateHealth());
		CountDownLatch begun = new CountDownLatch(text.isEmpty() ? 0 : 1);
		Disposable call = router.send(FaultMatrixTests.request(Situation.FIRST_OF_TWO, true))
			.subscribe((event) -> begun.countDown());
		assertThat(sent.await(10, TimeUnit.SECONDS) && begun.await(10, TimeUnit.SECONDS)).isTrue();
		call.dispose();
		silent.awaitClosed();
		assertThat(silent.requestCount()).isOne();
		assertThat(this.other.requestCount()).isZero();
		assertThat(this.waits.waits()).isEmpty();
	}

	@Test
	void connectionThatTheServiceClosedUnannouncedIsReplacedBeforeAnotherModelIsAsked() throws Exception {
		RawServer forgetful = RawServer.playing(InterruptedStreamTests::closeAtTheSecond);
		ChatProvider first = provider(forgetful);
		ChatProvider second = provider(this.other);
		assertThat(ask(first, second).text()).isEqualTo(Scene.ANSWER);
		RecordedCall seen = ask(first, second);
		assertThat(seen.text()).isEqualTo(Scene.ANSWER);
		assertThat(FaultMatrixTests.attempts(seen)).containsExactly("a CONNECTION", "a");
		assertThat(forgetful.requestCount()).as("connections").isEqualTo(2);
		assertThat(this.other.requestCount()).isZero();
	}

	/**
	 * Answers and keeps the connection, but closes it when something comes.
	 */
	private static void closeAtTheSecond(Request request, Connection connection) throws IOException {
		connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
				+ STREAM.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + STREAM);
		connection.nextRequest();
	}

	private enum Breaking {

		CLOSED(1) {

			@Override
			void end(Connection connection) {
				// closes when the script ends
			}

		},

		RESET(3) {

			@Override
			void end(Connection connection) throws IOException {
				connection.reset();
			}

		},

		GARBAGE(5) {

			@Override
			void end(Connection connection) throws IOException {
				connection.send("\n\ndata: {oops}\n\n");
			}

		};

		private final int step;

		Breaking(int step) {
			this.step = step;
		}

		abstract void end(Connection connection) throws IOException;

	}

}
