package io.github.llmspring.samples.chat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that what the starter brings is enough for HTTPS, whose classes are looked for
 * only when it is used.
 */
class HttpsTests {

	@Test
	void secureConnectionIsTried() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> firstByte(server));
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.run("--llm.providers.own.type=openai-compatible", "--llm.providers.own.model=m",
						"--llm.providers.own.retry.max-retries=0",
						"--llm.providers.own.base-url=https://127.0.0.1:" + server.getLocalPort())) {
				ChatClient client = context.getBean(ChatClient.class);
				LlmException failure = catchThrowableOfType(LlmException.class,
						() -> client.prompt("Hello").model("own").call());
				assertThat(failure.reason()).isEqualTo(Reason.CONNECTION);
			}
			assertThat(first).as("a handshake").succeedsWithin(Duration.ofSeconds(10)).isEqualTo(22);
		}
	}

	private static int firstByte(ServerSocket server) {
		try (Socket socket = server.accept()) {
			int first = socket.getInputStream().read();
			socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
			return first;
		}
		catch (IOException ex) {
			return -1;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
