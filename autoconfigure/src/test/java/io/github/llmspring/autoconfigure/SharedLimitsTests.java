package io.github.llmspring.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of two applications that share their limits over a real Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedLimitsTests {

	private Process redis;

	private int port;

	@BeforeEach
	void start() throws IOException {
		Path executable = Stream.of(System.getenv("PATH").split(":"))
			.map((folder) -> Path.of(folder, "redis-server"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		assumeTrue(executable != null, "redis-server is not installed");
		if (this.port == 0) {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				this.port = socket.getLocalPort();
			}
		}
		this.redis = new ProcessBuilder(executable.toString(), "--port", String.valueOf(this.port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--dir", System.getProperty("java.io.tmpdir"))
			.redirectErrorStream(true)
			.start();
		BufferedReader output = new BufferedReader(
				new InputStreamReader(this.redis.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		while (line != null && !line.contains("eady to accept connections")) {
			line = output.readLine();
		}
		assertThat(line).isNotNull();
	}

	@AfterEach
	void stop() throws InterruptedException {
		if (this.redis != null) {
			this.redis.destroyForcibly();
			this.redis.waitFor();
		}
	}

	private ApplicationContextRunner application(String prefix) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
			.withPropertyValues("llm.providers.sim.type=simulated",
					"llm.providers.sim.rate-limit.requests-per-minute=12", "llm.providers.sim.rate-limit.wait=0",
					"llm.shared.redis.url=redis://127.0.0.1:" + this.port + "?timeout=20s",
					"llm.shared.redis.prefix=" + prefix);
	}

	@Test
	void twoApplicationsStayUnderOneLimitTogetherAlsoAfterRedisWasAway(CapturedOutput output) {
		application("llm").run((first) -> application("llm").run((second) -> {
			List<ChatClient> clients = List.of(first.getBean(ChatClient.class), second.getBean(ChatClient.class));
			long began = System.nanoTime();
			int answered = answered(clients, 40);
			double seconds = (System.nanoTime() - began) / 1e9;
			assertThat(answered).isBetween(12, 12 + (int) Math.ceil(seconds * 12 / 60));

			stop();
			assertThat(answered(clients, 60)).isBetween(24, 30);
			assertThat(output.toString().split("does not answer", -1)).hasSize(3);

			start();
			while (output.toString().split("answers again", -1).length < 3) {
				answered(clients, 2);
			}
			began = System.nanoTime();
			answered = answered(clients, 40);
			seconds = (System.nanoTime() - began) / 1e9;
			assertThat(answered).isLessThanOrEqualTo(12 + (int) Math.ceil(seconds * 12 / 60));
		}));
	}

	@Test
	void applicationsWithDifferentPrefixesShareNothing() {
		application("one").run((first) -> application("other").run((second) -> {
			assertThat(answered(List.of(first.getBean(ChatClient.class)), 20)).isBetween(12, 15);
			assertThat(answered(List.of(second.getBean(ChatClient.class)), 20)).isBetween(12, 15);
		}));
	}

	private static int answered(List<ChatClient> clients, int calls) {
		int answered = 0;
		for (int i = 0; i < calls; i++) {
			try {
				clients.get(i % clients.size()).prompt("Hello").content();
				answered++;
			}
			catch (LlmException ex) {
				assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMITED_LOCALLY);
			}
		}
		return answered;
	}

	@Test
	void twoApplicationsKeepToOneBudgetAndARestartForgetsNothing() {
		ApplicationContextRunner frugal = application("llm").withPropertyValues(
				"llm.providers.sim.rate-limit.requests-per-minute=1000", "llm.providers.sim.model=m",
				"llm.catalog.models[sim/m].price.input=100000", "llm.catalog.models[sim/m].price.output=0",
				"llm.budgets.all.limit=1", "llm.budgets.all.period=month");
		frugal.run((one) -> frugal.run((other) -> {
			long answered = Stream.of(one, other)
				.parallel()
				.mapToLong((context) -> spend(context.getBean(ChatClient.class)))
				.sum();
			assertThat(answered).isBetween(10L, 11L);
		}));
		frugal.run((restarted) -> assertThat(spend(restarted.getBean(ChatClient.class))).isZero());
	}

	private static long spend(ChatClient client) {
		return Stream.generate(() -> client.prompt("Hello").mono())
			.limit(20)
			.map((call) -> call.map((answer) -> 1L)
				.onErrorResume(
						(failure) -> failure instanceof LlmException known && known.reason() == Reason.BUDGET_EXCEEDED,
						(failure) -> Mono.just(0L))
				.block())
			.mapToLong(Long::longValue)
			.sum();
	}

}
