package io.github.llmspring.http;

import java.net.URI;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

class AnsweringTests {

	private static final URI ADDRESS = URI.create("http://127.0.0.1/v1");

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	private final Answering answering = answering();

	private static Answering answering() {
		Preset preset = Presets.load(Preset.class.getClassLoader()).get("openai-compatible");
		ProviderSettings settings = ProviderSettings.builder("acme", preset).baseUrl(ADDRESS).build();
		ChatRequest request = ChatRequest.builder().model("m").message(Message.user("Hi")).streaming(true).build();
		WireFormat format = WireFormats.all().get("openai-chat");
		HttpCall call = format.encode(request, Dialect.STANDARD);
		return new Answering(settings, format, Dialect.STANDARD, request, call, ADDRESS,
				new Origin("acme", "m", format.id()), new RateLimitHeaders(Dialect.STANDARD));
	}

	private void cancelExchange() {
		new WatchedExchange(Flux.<ChatEvent>never(), this.answering, Ticker.SYSTEM).subscribe().dispose();
	}

	@Test
	void answerThatComesWhenTheExchangeWasCancelledIsCancelledWithItsConnection() {
		cancelExchange();
		StepVerifier.create(this.answering.receive(ClientResponse.create(HttpStatus.OK).body(this.body.flux()).build()))
			.thenCancel()
			.verify();
		this.body.assertWasSubscribed();
		this.body.assertCancelled();
	}

	@Test
	void answerThatWasReleasedWhenTheExchangeWasCancelledIsLeftAlone() {
		cancelExchange();
		Flux<DataBuffer> released = Flux.error(new IllegalStateException("released already"));
		StepVerifier
			.create(Flux
				.defer(() -> this.answering.receive(ClientResponse.create(HttpStatus.OK).body(released).build())))
			.thenCancel()
			.verifyThenAssertThat()
			.hasNotDroppedErrors();
	}

}
