package io.github.llmspring.memory;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * One turn of a conversation in the making: what was said before is loaded, the provider
 * is asked, and what the turn adds is stored.
 */
final class ConversationTurn {

	private final ChatProvider provider;

	private final ConversationMemory memory;

	private final StoreCalls calls;

	private final ChatRequest request;

	private final String conversation;

	private final List<Message> added = new ArrayList<>();

	private int position;

	private @Nullable ChatResponse answer;

	ConversationTurn(ChatProvider provider, ConversationMemory memory, StoreCalls calls, ChatRequest request,
			String conversation) {
		this.provider = provider;
		this.memory = memory;
		this.calls = calls;
		this.request = request;
		this.conversation = conversation;
	}

	/**
	 * Events of the turn. The last is held back until the turn is stored, so that an
	 * answer which is complete is also remembered.
	 */
	Flux<ChatEvent> events() {
		int first = firstOfTurn();
		List<Message> rules = this.request.messages().subList(0, first);
		List<Message> said = this.request.messages().subList(first, this.request.messages().size());
		return load(said, this.memory.maxTokens()).flatMapMany((window) -> ask(rules, window, said))
			.concatWith(Mono.defer(this::store));
	}

	private int firstOfTurn() {
		List<Message> messages = this.request.messages();
		int first = 0;
		while (first < messages.size() && messages.get(first).role() == Role.SYSTEM) {
			first++;
		}
		return first;
	}

	/**
	 * Loads what goes along: once more and everything where what the caller says cannot
	 * do without what the store left out.
	 */
	private Mono<List<Message>> load(List<Message> said, int maxTokens) {
		return this.calls
			.call(() -> this.memory.store().load(this.conversation, maxTokens), "loading the conversation",
					this.request.deadline())
			.flatMap((history) -> {
				this.position = history.position();
				HistoryWindow window = HistoryWindow.of(history, said, this.memory.maxTokens());
				boolean more = !window.sufficient() && !history.isComplete() && maxTokens < Integer.MAX_VALUE;
				return more ? load(said, Integer.MAX_VALUE) : Mono.just(window.messages());
			});
	}

	private Flux<ChatEvent> ask(List<Message> rules, List<Message> earlier, List<Message> said) {
		List<Message> turn = new ArrayList<>(unanswered(earlier, said));
		turn.addAll(said);
		turn.stream().filter((message) -> message.role() != Role.SYSTEM).forEach(this.added::add);
		List<Message> messages = new ArrayList<>(rules);
		messages.addAll(earlier);
		messages.addAll(turn);
		return this.provider.send(this.request.toBuilder().messages(messages).build()).handle(this::pass);
	}

	/**
	 * Results for calls of tools that the caller left without, going on with something
	 * else: services reject a conversation in which they are missing.
	 */
	private static List<Message> unanswered(List<Message> earlier, List<Message> said) {
		if (earlier.isEmpty() || said.isEmpty() || said.get(0).role() == Role.TOOL) {
			return List.of();
		}
		List<Content> results = new ArrayList<>();
		earlier.get(earlier.size() - 1)
			.pieces(Content.ToolCall.class)
			.forEach((call) -> results
				.add(Content.ToolResult.failed(call, "There is no result: the conversation went on without it.")));
		return results.isEmpty() ? List.of() : List.of(new Message(Role.TOOL, results));
	}

	private void pass(ChatEvent event, SynchronousSink<ChatEvent> sink) {
		if (event instanceof ChatEvent.Completed completed) {
			this.answer = completed.response();
		}
		else {
			sink.next(event);
		}
	}

	private Mono<ChatEvent> store() {
		ChatResponse response = this.answer;
		if (response == null) {
			return Mono.empty();
		}
		ChatEvent completed = new ChatEvent.Completed(response);
		response.messages().stream().filter((message) -> !message.content().isEmpty()).forEach(this.added::add);
		FinishReason reason = response.finishReason();
		if (reason == FinishReason.CONTENT_FILTER || reason == FinishReason.ERROR || this.added.isEmpty()) {
			return Mono.just(completed);
		}
		return this.calls
			.call(() -> this.memory.store().append(this.conversation, this.position, this.added),
					"storing the conversation", null)
			.flatMap((stored) -> stored ? Mono.just(completed) : Mono.error(conflict()))
			.onErrorMap(LlmException.class, (failure) -> withAnswer(failure, response));
	}

	private LlmException conflict() {
		return LlmException.of(Reason.CONVERSATION_CONFLICT,
				"another turn of the conversation '" + this.conversation + "' was stored while this one was answered");
	}

	private static LlmException withAnswer(LlmException failure, ChatResponse answer) {
		return failure.toBuilder().provider(answer.provider()).model(answer.model()).partial(answer).build();
	}

}
