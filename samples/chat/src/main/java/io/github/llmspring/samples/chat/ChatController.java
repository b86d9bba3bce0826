package io.github.llmspring.samples.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.routing.ModelRouter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks models: whole answers, streams, and what may be asked.
 */
@RestController
class ChatController {

	private final ChatClient client;

	private final ModelRouter models;

	ChatController(ChatClient client, ModelRouter models) {
		this.client = client;
		this.models = models;
	}

	@PostMapping("/chat")
	Reply chat(@RequestBody Question question) {
		return Reply.of(question.ask(this.client).call());
	}

	@PostMapping(path = "/chat/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Object>> stream(@RequestBody Question question) {
		return question.ask(this.client)
			.stream()
			.events()
			.map(ChatController::tell)
			.onErrorResume(LlmException.class,
					(failure) -> Flux.just(List.of(event("error", Problems.problem(failure)))))
			.concatMapIterable((events) -> events);
	}

	private static List<ServerSentEvent<Object>> tell(ChatEvent event) {
		if (event instanceof ChatEvent.TextDelta delta) {
			return List.of(event("text", Map.of("text", delta.text())));
		}
		if (event instanceof ChatEvent.ReasoningDelta delta) {
			return List.of(event("reasoning", Map.of("text", delta.text())));
		}
		if (event instanceof ChatEvent.Completed completed) {
			return ending(completed.response());
		}
		return List.of();
	}

	/**
	 * Tool calls are told when they are whole, which is at the end.
	 */
	private static List<ServerSentEvent<Object>> ending(ChatResponse response) {
		Reply reply = Reply.of(response);
		List<ServerSentEvent<Object>> events = new ArrayList<>();
		reply.toolCalls().forEach((call) -> events.add(event("tool-call", call)));
		events.add(event("completed", reply));
		return events;
	}

	private static ServerSentEvent<Object> event(String name, Object data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

	@GetMapping("/models")
	List<Model> models() {
		@Nullable String asked = this.models.defaultModel();
		return this.models.entries()
			.values()
			.stream()
			.map((entry) -> new Model(entry.id(), entry.model(),
					(entry.model() != null) ? entry.id() + "/" + entry.model() : entry.id(),
					asked != null && this.models.resolve(asked).provider().equals(entry.id())))
			.toList();
	}

	/**
	 * Something that may be asked: a provider and its default model.
	 */
	record Model(String provider, @Nullable String model, String address, @JsonProperty("default") boolean isDefault) {
	}

}
