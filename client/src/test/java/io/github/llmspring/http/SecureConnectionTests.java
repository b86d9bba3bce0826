package io.github.llmspring.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that nothing that a secure connection needs was left out of the classpath.
 */
class SecureConnectionTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nothingIsMissingForSecureConnections(boolean http2) throws IOException {
		ProviderSettings settings = ProviderSettings
			.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.baseUrl(URI.create("https://127.0.0.1:" + closedPort()))
			.model("gpt")
			.apiKey(() -> Secret.of("k"))
			.http2(http2)
			.build();
		try (ProviderHttpClient connections = new ProviderHttpClient(settings)) {
			ChatClient client = ChatClient.of(HttpChatProvider.of(settings, connections));
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call())
				.withMessageContaining("refused the connection")
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.CONNECTION));
		}
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
