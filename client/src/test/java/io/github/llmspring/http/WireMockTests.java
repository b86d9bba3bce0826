package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.http.Fault.Outcome;
import io.github.llmspring.http.Fault.Scene;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests against a server that knows HTTP and breaks it on request.
 */
class WireMockTests {

	private static final String BUSY = "{\"error\":{\"message\":\"Busy\"}}";

	@RegisterExtension
	private final WireMockExtension service = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	private ProviderHttpClient connections;

	@AfterEach
	void closeConnections() {
		this.connections.close();
	}

	private RecordedCall call(boolean streaming, ResponseDefinitionBuilder answer) throws InterruptedException {
		this.service.stubFor(post(urlEqualTo("/v1/chat/completions")).willReturn(answer));
		ProviderSettings settings = ProviderSettings
			.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
			.wireFormat("openai-chat")
			.baseUrl(URI.create("http://127.0.0.1:" + this.service.getPort() + "/v1"))
			.model("gpt-4.1")
			.apiKey(() -> Secret.of("k"))
			.build();
		this.connections = new ProviderHttpClient(settings);
		ChatProvider provider = HttpChatProvider.of(settings, this.connections);
		RecordedCall call = RecordedCall.of(provider.send(FaultTests.request(streaming)));
		assertThat(call.endsWithin(10_000)).isTrue();
		return call;
	}

	private static LlmException failure(RecordedCall call) {
		return (LlmException) call.failure().orElseThrow();
	}

	@ParameterizedTest
	@CsvSource({ "EMPTY_RESPONSE, CONNECTION, CONNECTION", "CONNECTION_RESET_BY_PEER, CONNECTION, CONNECTION",
			"RANDOM_DATA_THEN_CLOSE, CONNECTION, CONNECTION",
			"MALFORMED_RESPONSE_CHUNK, CONNECTION, STREAM_TRUNCATED" })
	void brokenAnswerIsAFailureAfterOneRequest(com.github.tomakehurst.wiremock.http.Fault fault, Reason whole,
			Reason streamed) throws InterruptedException {
		for (boolean streaming : new boolean[] { false, true }) {
			this.service.resetAll();
			RecordedCall call = call(streaming, aResponse().withFault(fault));
			assertThat(failure(call).reason()).as(call.message()).isEqualTo(streaming ? streamed : whole);
			this.service.verify(1, postRequestedFor(urlEqualTo("/v1/chat/completions")));
			closeConnections();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 7, 40 })
	void streamThatDribblesIsRead(int pieces) throws InterruptedException {
		String stream = RawServer.eventStream(Scene.piece("Hello, "), Scene.piece("wörld 😀"), Scene.end(), "[DONE]");
		RecordedCall call = call(true,
				aResponse().withHeader("Content-Type", "text/event-stream")
					.withBody(stream.substring(stream.indexOf("data:")))
					.withChunkedDribbleDelay(pieces, 100));
		assertThat(call.outcome()).as(call.message()).isEqualTo(Outcome.ANSWERED);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "429, retry-after-ms, 250, 250, true", "429, retry-after, 3, 3000, true",
					"529, retry-after, 0.5, 500, true", "503, retry-after, soon, -, true",
					"429, retry-after, 99999999999999, -, true", "503, x-should-retry, false, -, false",
					"400, x-should-retry, true, -, true", "429, x-should-retry, perhaps, -, true",
					"400, retry-after, 3, 3000, false" })
	void errorSaysWhetherAndWhenToTryAgain(int status, String header, String value, @Nullable Long wait,
			boolean retryable) throws InterruptedException {
		for (boolean streaming : new boolean[] { false, true }) {
			LlmException failure = failure(
					call(streaming, aResponse().withStatus(status).withHeader(header, value).withBody(BUSY)));
			assertThat(failure.retryAfter()).isEqualTo((wait != null) ? Duration.ofMillis(wait) : null);
			assertThat(failure.retryable()).isEqualTo(retryable);
			assertThat(failure.status()).isEqualTo(status);
			closeConnections();
		}
	}

	@Test
	void waitUntilADateIsMeasuredByTheServicesClock() throws InterruptedException {
		LlmException failure = failure(call(false,
				aResponse().withStatus(429)
					.withHeader("Date", "Sun, 01 Mar 2026 12:00:00 GMT")
					.withHeader("Retry-After", "Sun, 01 Mar 2026 12:01:30 GMT")
					.withBody(BUSY)));
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(90));
	}

	@Test
	void waitBesideAnAnswerIsNoHint() throws InterruptedException {
		RecordedCall call = call(false,
				aResponse().withHeader("Content-Type", "application/json")
					.withHeader("retry-after", "30")
					.withHeader("x-should-retry", "true")
					.withBody(Scene.wholeBody()));
		assertThat(call.outcome()).isEqualTo(Outcome.ANSWERED);
	}

}
