package io.github.llmspring.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.ToolDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations that move from one service to another amid a tool loop, and back.
 */
class SwapTests {

	private static final String OSLO = "{\"city\":\"Oslo\"}";

	private static final String ROME = "{\"city\":\"Rome\"}";

	private static final String BERN = "{\"city\":\"Bern\"}";

	private static final ToolDefinition TEMPERATURE = new ToolDefinition("temperature", "Temperature in a city",
			"{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");

	private final List<Message> conversation = new ArrayList<>();

	private final Queue<String> answers = new ConcurrentLinkedQueue<>();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final RawServer server = RawServer
		.playing((request, connection) -> connection.send(RawServer.json("200 OK", this.answers.remove())));

	static Stream<Arguments> orderedPairs() {
		return Stream.of(SwapSide.values())
			.flatMap((first) -> Stream.of(SwapSide.values()).map((second) -> Arguments.of(first, second)));
	}

	@AfterEach
	void closeWhatWasOpened() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("orderedPairs")
	void conversationSurvivesASwapAndTheWayBack(SwapSide anne, SwapSide bob) throws Exception {
		walk(participant(anne, "first", "anne"), participant(bob, "second", "bob"));
	}

	@ParameterizedTest
	@EnumSource
	void anotherModelOfTheSameProviderIsAnother(SwapSide side) throws Exception {
		walk(participant(side, "first", "anne"), participant(side, "first", "bob"));
	}

	/**
	 * Anne asks for tools twice, Bob goes on and asks for tools, Anne goes on and
	 * answers, Bob has the last word.
	 */
	private void walk(Participant anne, Participant bob) throws Exception {
		this.conversation.add(Message.user("How warm is it?"));
		anne.answers(List.of(OSLO, ROME), List.of("5", "25"));
		String again = anne.answers(List.of(BERN), List.of("15"));
		assertThatIsEchoed(anne, 1, again);

		String swapped = bob.answers(List.of(ROME, OSLO), List.of("26", "6"));
		assertThatIsSaid(bob, swapped, List.of(OSLO, ROME, BERN), List.of("5", "25", "15"));
		assertThatThoughtsAreGone(anne, swapped);

		String back = anne.answers(List.of(), List.of());
		assertThatIsSaid(anne, back, List.of(OSLO, ROME, BERN, ROME, OSLO), List.of("5", "25", "15", "26", "6"));
		assertThatIsEchoed(anne, 2, back);
		assertThatThoughtsAreGone(bob, back);

		this.conversation.add(Message.user("And now?"));
		String last = bob.answers(List.of(), List.of());
		assertThatIsSaid(bob, last, List.of(OSLO, ROME, BERN, ROME, OSLO), List.of("5", "25", "15", "26", "6"));
		assertThatIsEchoed(bob, 1, last);
		assertThatThoughtsAreGone(anne, last);
	}

	private static void assertThatIsSaid(Participant to, String request, List<String> calls, List<String> results) {
		JsonNode body = JsonMapper.shared().readTree(request);
		List<SwapPiece> pieces = to.side.read(body);
		assertThat(SwapPiece.values(pieces, SwapPiece.Kind.CALL)).isEqualTo(calls);
		assertThat(SwapPiece.values(pieces, SwapPiece.Kind.RESULT)).isEqualTo(results);
		to.side.check(body);
	}

	private static void assertThatIsEchoed(Participant own, int times, String request) {
		String echo = own.side.echo(own.speaker);
		assertThat(request.split(Pattern.quote(echo), -1)).as("request cut at each %s", echo).hasSize(times + 1);
	}

	/**
	 * What the other has said is there, what it has thought is not.
	 */
	private static void assertThatThoughtsAreGone(Participant other, String request) {
		assertThat(request).contains(other.speaker + "-text")
			.doesNotContain(other.speaker + "-thought")
			.doesNotContain(other.speaker + "-opaque");
	}

	private Participant participant(SwapSide side, String provider, String speaker) {
		ProviderSettings settings = side.settings(provider, this.server);
		ProviderHttpClient connections = new ProviderHttpClient(settings);
		this.opened.add(connections);
		return new Participant(side, speaker, HttpChatProvider.of(settings, connections));
	}

	/**
	 * A model that takes part in the conversation.
	 */
	private final class Participant {

		private final SwapSide side;

		private final String speaker;

		private final ChatProvider provider;

		private Participant(SwapSide side, String speaker, ChatProvider provider) {
			this.side = side;
			this.speaker = speaker;
			this.provider = provider;
		}

		/**
		 * Answers in its turn, whereupon its calls get their results.
		 * @return the request that was sent
		 */
		private String answers(List<String> calls, List<String> results) throws Exception {
			SwapTests.this.answers.add(this.side.answer(this.speaker, calls.toArray(String[]::new)));
			ChatRequest request = ChatRequest.builder()
				.model(this.side.model(this.speaker))
				.messages(SwapTests.this.conversation)
				.tools(List.of(TEMPERATURE))
				.options(ChatOptions.builder().reasoning(ReasoningControl.of(Effort.HIGH)).build())
				.build();
			ChatEvent last = this.provider.send(request).blockLast(Duration.ofSeconds(20));
			ChatResponse answer = ((ChatEvent.Completed) last).response();
			SwapTests.this.conversation.add(answer.message());
			List<Content.ToolResult> given = new ArrayList<>();
			for (int i = 0; i < results.size(); i++) {
				given.add(Content.ToolResult.of(answer.toolCalls().get(i), results.get(i)));
			}
			if (!given.isEmpty()) {
				SwapTests.this.conversation.add(Message.tool(given.toArray(Content.ToolResult[]::new)));
			}
			return SwapTests.this.server.takeRequest().body();
		}

	}

}
