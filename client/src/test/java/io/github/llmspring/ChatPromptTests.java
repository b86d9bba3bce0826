package io.github.llmspring;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class ChatPromptTests {

	private final List<ChatRequest> requests = new ArrayList<>();

	private final ChatClient client = ChatClient.of((request) -> {
		this.requests.add(request);
		return Flux.just(new ChatEvent.Completed(ChatResponse.builder().content(new Content.Text("Hi")).build()));
	});

	@Test
	void reasoningIsAnOptionBesideOthersAndTheLastWordCounts() {
		ChatOptions warm = ChatOptions.builder().temperature(0.5).build();
		this.client.prompt("a").options(warm).reasoning(ReasoningControl.Effort.LOW).content();
		this.client.prompt("a").reasoning(ReasoningControl.Effort.LOW).reasoning(2000).options(warm).content();
		assertThat(this.requests).map(ChatRequest::options)
			.containsExactly(warm.toBuilder().reasoning(ReasoningControl.of(ReasoningControl.Effort.LOW)).build(),
					warm.toBuilder().reasoning(ReasoningControl.ofTokens(2000)).build());
	}

}
