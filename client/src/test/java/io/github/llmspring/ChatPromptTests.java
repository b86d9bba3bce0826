package io.github.llmspring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.core.io.ByteArrayResource;

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

	@Test
	void attachmentsJoinWhatTheUserSaysInOrder() {
		Media image = Media.of("image/png", new byte[] { 1 });
		ByteArrayResource file = new ByteArrayResource("notes".getBytes(StandardCharsets.UTF_8));
		this.client.prompt("a").attach(image).attach(file).content();
		this.client.prompt().attach(image, image).user("a").user("b").content();
		Message earlier = Message.user("earlier");
		this.client.prompt("a").messages(earlier).attach(image).content();
		Content.Text a = new Content.Text("a");
		assertThat(this.requests).map(ChatRequest::messages)
			.containsExactly(List.of(Message.of(Role.USER, a, image, Media.of("text/plain", file.getByteArray()))),
					List.of(Message.of(Role.USER, image, image, a), Message.user("b")),
					List.of(Message.user("a"), earlier, Message.of(Role.USER, image)));
	}

}
