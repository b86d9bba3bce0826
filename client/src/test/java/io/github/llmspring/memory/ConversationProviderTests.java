package io.github.llmspring.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatClient;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConversationProvider}.
 */
class ConversationProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final InMemoryConversationStore store = new InMemoryConversationStore(10, 100_000, Duration.ofHours(1));

	private final List<ChatRequest> requests = new ArrayList<>();

	private ChatResponse answer = says("Hi");

	private final ChatProvider provider = (request) -> Flux.defer(() -> {
		this.requests.add(request);
		ChatEvent completed = new ChatEvent.Completed(this.answer);
		return request.streaming() ? Flux.just(new ChatEvent.TextDelta(this.answer.content()), completed)
				: Flux.just(completed);
	});

	private final ChatClient client = client(this.provider, this.store, 1000);

	private static ChatClient client(ChatProvider provider, ConversationStore store, int maxTokens) {
		return ChatClient.of(new ConversationProvider(provider, new ConversationMemory(store, maxTokens)));
	}

	private static ChatResponse says(String text) {
		return ChatResponse.builder().content(new Content.Text(text)).finishReason(FinishReason.STOP, "stop").build();
	}

	private List<Message> stored() {
		return this.store.load("c", Integer.MAX_VALUE).messages();
	}

	private List<Message> sent() {
		return this.requests.get(this.requests.size() - 1).messages();
	}

	@Test
	void nextTurnKnowsWhatWasSaidBefore() {
		this.client.prompt("Hello").conversation("c").content();
		this.client.prompt("And?").conversation("c").content();
		assertThat(sent()).containsExactly(Message.user("Hello"), Message.assistant("Hi"), Message.user("And?"));
		assertThat(stored()).containsExactly(Message.user("Hello"), Message.assistant("Hi"), Message.user("And?"),
				Message.assistant("Hi"));
		assertThat(this.requests).extracting(ChatRequest::conversation).containsExactly("c", "c");
	}

	@Test
	void streamedTurnIsRememberedLikeAWholeOne() {
		assertThat(this.client.prompt("Hello").conversation("c").stream().events().collectList().block(PATIENCE))
			.containsExactly(new ChatEvent.TextDelta("Hi"), new ChatEvent.Completed(this.answer));
		this.client.prompt("And?").conversation("c").stream().content().blockLast(PATIENCE);
		assertThat(sent()).containsExactly(Message.user("Hello"), Message.assistant("Hi"), Message.user("And?"));
	}

	@Test
	void turnIsStoredBeforeItsAnswerIsDelivered() {
		List<Integer> stored = new ArrayList<>();
		this.client.prompt("Hello")
			.conversation("c")
			.stream()
			.events()
			.doOnNext((event) -> stored.add(stored().size()))
			.blockLast(PATIENCE);
		assertThat(stored).containsExactly(0, 2);
	}

	@Test
	void withoutAConversationNothingIsRemembered() {
		this.client.prompt("Hello").content();
		this.client.prompt("And?").content();
		assertThat(sent()).containsExactly(Message.user("And?"));
		assertThat(this.client.prompt("Hello").conversation("d").content()).isEqualTo("Hi");
		assertThat(sent()).containsExactly(Message.user("Hello"));
	}

	@Test
	void blankIdIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.prompt("Hello").conversation(" "));
	}

	@Test
	void systemPromptComesFirstAndIsNotStored() {
		this.client.prompt("Hello").system("Be brief.").conversation("c").content();
		this.client.prompt("And?").system("Be long.").conversation("c").content();
		assertThat(sent()).containsExactly(Message.system("Be long."), Message.user("Hello"), Message.assistant("Hi"),
				Message.user("And?"));
		assertThat(stored()).extracting(Message::role).doesNotContain(Role.SYSTEM);
	}

	@Test
	void oldTurnsStayBehindTheSystemPromptDoesNot() {
		ChatClient brief = client(this.provider, this.store, 12);
		for (String question : List.of("one", "two", "three")) {
			brief.prompt(question).system("Be brief.").conversation("c").content();
		}
		assertThat(sent()).containsExactly(Message.system("Be brief."), Message.user("two"), Message.assistant("Hi"),
				Message.user("three"));
		assertThat(stored()).hasSize(6);
	}

	@Test
	void turnsOfToolsAreStoredWithTheAnswer() {
		Message call = Message.of(Role.ASSISTANT, new Content.ToolCall("1", "look", "{}"));
		Message result = Message.tool(new Content.ToolResult("1", "look", "a cat", false));
		this.answer = says("A cat.").toBuilder().earlier(List.of(call, result)).build();
		this.client.prompt("What is it?").conversation("c").content();
		assertThat(stored()).containsExactly(Message.user("What is it?"), call, result, Message.assistant("A cat."));
	}

	@Test
	void callerAnswersACallWithoutRepeatingIt() {
		Content.ToolCall call = new Content.ToolCall("1", "look", "{\"at\":\"" + "x".repeat(1000) + "\"}");
		this.answer = ChatResponse.builder().content(call).finishReason(FinishReason.TOOL_CALLS, "tools").build();
		ChatClient brief = client(this.provider, this.store, 50);
		brief.prompt("What is it?").conversation("c").call();
		this.answer = says("A cat.");
		Message result = Message.tool(Content.ToolResult.of(call, "a cat"));
		brief.prompt().messages(result).conversation("c").call();
		assertThat(sent()).containsExactly(Message.user("What is it?"), Message.of(Role.ASSISTANT, call), result);
	}

	@Test
	void callThatTheCallerPassesOverGetsAResult() {
		Content.ToolCall call = new Content.ToolCall("1", "look", "{}");
		this.answer = ChatResponse.builder().content(call).finishReason(FinishReason.TOOL_CALLS, "tools").build();
		this.client.prompt("What is it?").conversation("c").call();
		this.answer = says("Never mind.");
		this.client.prompt("Forget it.").conversation("c").call();
		Message missing = Message
			.tool(Content.ToolResult.failed(call, "There is no result: the conversation went on without it."));
		assertThat(sent()).containsExactly(Message.user("What is it?"), Message.of(Role.ASSISTANT, call), missing,
				Message.user("Forget it."));
		assertThat(stored()).containsAll(sent()).hasSize(5);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failedTurnIsNotStored(boolean streaming) {
		LlmException failure = LlmException.of(Reason.STREAM_TRUNCATED, "cut");
		ChatClient failing = client((request) -> Flux
			.concat(streaming ? Flux.just(new ChatEvent.TextDelta("H")) : Flux.empty(), Flux.error(failure)),
				this.store, 1000);
		StepVerifier
			.create(streaming ? failing.prompt("Hello").conversation("c").stream().events().then()
					: failing.prompt("Hello").conversation("c").mono().then())
			.expectErrorMatches(failure::equals)
			.verify(PATIENCE);
		assertThat(stored()).isEmpty();
	}

	@Test
	void cancelledTurnIsNotStored() {
		this.client.prompt("Hello").conversation("c").stream().events().take(1).blockLast(PATIENCE);
		assertThat(stored()).isEmpty();
		assertThat(this.requests).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(value = FinishReason.class, names = { "CONTENT_FILTER", "ERROR" })
	void turnThatAFilterTookAwayIsNotStored(FinishReason reason) {
		this.answer = says("I").toBuilder().finishReason(reason, null).build();
		assertThat(this.client.prompt("Hello").conversation("c").call()).isEqualTo(this.answer);
		assertThat(stored()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ofTurnsAtTheSameTimeTheFirstToBeOverIsStored(boolean streaming) {
		Sinks.One<ChatEvent> slow = Sinks.one();
		CountDownLatch asked = new CountDownLatch(1);
		ChatClient waiting = client((request) -> slow.asMono().flux().doOnSubscribe((any) -> asked.countDown()),
				this.store, 1000);
		StepVerifier
			.create(streaming ? waiting.prompt("slow").conversation("c").stream().events().then()
					: waiting.prompt("slow").conversation("c").mono().then())
			.then(() -> await(asked))
			.then(() -> this.client.prompt("fast").conversation("c").content())
			.then(() -> slow.tryEmitValue(new ChatEvent.Completed(says("late"))))
			.expectErrorSatisfies((failure) -> {
				LlmException conflict = (LlmException) failure;
				assertThat(conflict.reason()).isEqualTo(Reason.CONVERSATION_CONFLICT);
				assertThat(conflict.partial()).isEqualTo(says("late"));
				assertThat(conflict.retryable()).isFalse();
			})
			.verify(PATIENCE);
		assertThat(stored()).containsExactly(Message.user("fast"), Message.assistant("Hi"));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void storeIsNeverCalledOnAThreadThatMustNotWait() {
		Broken store = new Broken(null, null);
		ChatClient client = client(this.provider, store, 1000);
		Flux.defer(() -> client.prompt("Hello").conversation("c").mono())
			.subscribeOn(Schedulers.parallel())
			.blockLast(PATIENCE);
		assertThat(store.onNonBlockingThread).containsExactly(false, false);
	}

	@Test
	void storeThatCannotLoadFailsTheCallBeforeTheModelIsAsked() {
		ChatClient client = client(this.provider, new Broken(new IllegalStateException("no disk"), null), 1000);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").conversation("c").call())
			.withMessageContaining("loading the conversation failed: no disk")
			.withCauseInstanceOf(IllegalStateException.class)
			.matches((failure) -> failure.reason() == Reason.CONVERSATION_STORE);
		assertThat(this.requests).isEmpty();
	}

	@Test
	void storeThatCannotStoreFailsTheCallWithTheAnswer() {
		ChatClient client = client(this.provider, new Broken(null, new IllegalStateException("no disk")), 1000);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").conversation("c").call())
			.withMessageContaining("storing the conversation failed: no disk")
			.matches((failure) -> this.answer.equals(failure.partial()))
			.matches((failure) -> failure.reason() == Reason.CONVERSATION_STORE);
	}

	@Test
	void storeThatHangsFailsTheCall() {
		CountDownLatch never = new CountDownLatch(1);
		ConversationStore hanging = new Broken(null, null) {

			@Override
			public ConversationHistory load(String conversation, int maxTokens) {
				await(never);
				return ConversationHistory.NONE;
			}

		};
		ConversationMemory memory = new ConversationMemory(hanging, 1000);
		ChatRequest request = ChatRequest.builder().message(Message.user("Hello")).conversation("c").build();
		StepVerifier.create(new ConversationProvider(this.provider, memory, Duration.ofMillis(50)).send(request))
			.expectErrorMatches((failure) -> ((LlmException) failure).reason() == Reason.CONVERSATION_STORE)
			.verify(PATIENCE);
		ChatRequest hurried = request.toBuilder().deadline(Instant.now().plusMillis(50)).build();
		StepVerifier.create(new ConversationProvider(this.provider, memory).send(hurried))
			.expectErrorMatches((failure) -> ((LlmException) failure).reason() == Reason.TIMEOUT_TOTAL)
			.verify(PATIENCE);
		never.countDown();
	}

	private static class Broken implements ConversationStore {

		private final RuntimeException onLoad;

		private final RuntimeException onAppend;

		private final List<Boolean> onNonBlockingThread = new ArrayList<>();

		Broken(RuntimeException onLoad, RuntimeException onAppend) {
			this.onLoad = onLoad;
			this.onAppend = onAppend;
		}

		@Override
		public ConversationHistory load(String conversation, int maxTokens) {
			this.onNonBlockingThread.add(Schedulers.isInNonBlockingThread());
			if (this.onLoad != null) {
				throw this.onLoad;
			}
			return ConversationHistory.NONE;
		}

		@Override
		public boolean append(String conversation, int position, List<Message> messages) {
			this.onNonBlockingThread.add(Schedulers.isInNonBlockingThread());
			if (this.onAppend != null) {
				throw this.onAppend;
			}
			return true;
		}

		@Override
		public void delete(String conversation) {
		}

	}

}
