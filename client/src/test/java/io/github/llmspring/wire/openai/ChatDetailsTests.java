package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChatDetailsTests {

	private static final String PAGE = """
			{"type":"url_citation","url_citation":{"url":"https://a.example","title":"A","start_index":2,"end_index":6}}""";

	private final Wire wire = Wire.of(new OpenAiChatFormat());

	private static String delta(String fields) {
		return "{\"choices\":[{\"index\":0,\"delta\":{" + fields + "},\"finish_reason\":null}]}";
	}

	private static String finish() {
		return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
	}

	@Test
	void answerWithoutDetailsHasNone() {
		ChatResponse response = this.wire.whole("""
				{"choices":[{"message":{"content":"Hi","refusal":null,"annotations":[]},"logprobs":null,
				"content_filter_results":{},"finish_reason":"stop"}],"citations":null,"prompt_filter_results":null}""");
		assertThat(response.citations()).isEmpty();
		assertThat(response.refusal()).isNull();
		assertThat(response.safety()).isEmpty();
		assertThat(response.logProbabilities()).isEmpty();
	}

	@Test
	void annotationIsACitationAtItsPlaceInCodePoints() {
		ChatResponse response = this.wire
			.whole("""
					{"choices":[{"message":{"annotations":[%s,{"type":"file","file":{"name":"f"}},7],"content":"🙂 it is so."},
					"finish_reason":"stop"}]}"""
				.formatted(PAGE));
		Citation citation = new Citation("https://a.example", "A", null, null, null, new Citation.Range(3, 7));
		assertThat(response.citations()).containsExactly(citation);
		assertThat(citation.range().of(response.content())).isEqualTo("it i");
	}

	@Test
	void annotationOfAStreamMayComeBeforeItsText() {
		ChatResponse response = this.wire
			.stream(delta("\"annotations\":[" + PAGE + "]"), delta("\"content\":\"🙂 it\""),
					delta("\"content\":\" is\",\"annotations\":[" + PAGE + "]"), finish())
			.response();
		assertThat(response.citations()).map((citation) -> citation.range().of(response.content()))
			.containsExactly("it i");
	}

	@Test
	void placeOutsideOfTheTextIsUnknown() {
		ChatResponse response = this.wire.whole("""
				{"choices":[{"message":{"content":"Hi","annotations":[%s]},"finish_reason":"stop"}]}"""
			.formatted(PAGE));
		assertThat(response.citations()).containsExactly(Citation.ofPage("https://a.example", "A", null));
	}

	@Test
	void searchResultsThatEachChunkRepeatsAreCitedOnceWithTheAddressesLeft() {
		String beside = """
				"citations":["https://a.example","https://b.example"],
				"search_results":[{"title":"A","url":"https://a.example","snippet":"Words.","date":"2026-01-01"}]""";
		ChatResponse response = this.wire
			.stream("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]," + beside + "}",
					"{\"choices\":[{\"delta\":{\"content\":\"y\"},\"finish_reason\":\"stop\"}]," + beside + "}")
			.response();
		assertThat(response.citations()).containsExactly(Citation.ofPage("https://a.example", "A", "Words."),
				Citation.ofPage("https://b.example", null, null));
	}

	@Test
	void addressesThatAreNoTextAreLeftOut() {
		ChatResponse response = this.wire.whole("""
				{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],
				"citations":[{"a":["b"]},"https://a.example",null],"search_results":[3,{"title":null}]}""");
		assertThat(response.citations()).contains(Citation.ofPage("https://a.example", null, null));
	}

	@Test
	void refusalIsToldApartFromTheContent() {
		ChatResponse response = this.wire
			.stream(delta("\"content\":\"Hm. \""), delta("\"refusal\":\"I can\""), delta("\"refusal\":\"not.\""),
					finish())
			.response();
		assertThat(response.refusal()).isEqualTo("I cannot.");
		assertThat(response.content()).isEqualTo("Hm. I cannot.");
		assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
	}

	@Test
	void filterResultsAreRatingsOfPromptAndAnswer() {
		ChatResponse response = this.wire.stream("""
				{"choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{
				"jailbreak":{"detected":true,"filtered":false},"hate":{"filtered":false,"severity":"safe"},
				"error":{"code":"x"},"custom":[1]}}]}""",
				"""
						{"choices":[{"delta":{"content":"a"},"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}
						""",
				"""
						{"choices":[{"delta":{},"content_filter_results":{"hate":{"filtered":true,"severity":"high"}}}]}""",
				"""
						{"choices":[{"delta":{},"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},
						"finish_reason":"content_filter"}]}""")
			.response();
		assertThat(response.safety()).containsExactlyInAnyOrder(new SafetyRating("jailbreak", "detected", false, true),
				new SafetyRating("hate", "safe", false, true), new SafetyRating("hate", "high", true, false));
		assertThat(response.refusal()).isNull();
	}

	@Test
	void logProbabilitiesOfAllChunksAreRead() {
		ChatResponse response = this.wire
			.stream("""
					{"choices":[{"delta":{"content":"Hi"},"logprobs":{"content":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],
					"top_logprobs":[{"token":"Hi","logprob":-0.5,"bytes":null},{"token":"Yo","logprob":-2}]}],"refusal":null}}]}
					""",
					"""
							{"choices":[{"delta":{"content":"!"},"logprobs":{"content":[{"token":"!","logprob":0},{"token":"?"}]},
							"finish_reason":"stop"}]}""")
			.response();
		assertThat(response.logProbabilities()).containsExactly(
				new TokenLogProbability("Hi", -0.5, new byte[] { 72, 105 },
						List.of(new TokenLogProbability("Hi", -0.5), new TokenLogProbability("Yo", -2))),
				new TokenLogProbability("!", 0));
	}

	@Test
	void logProbabilitiesInAnotherFormAreLeftOut() {
		ChatResponse response = this.wire
			.whole("""
					{"choices":[{"message":{"content":"Hi"},"logprobs":{"tokens":["Hi"],"token_logprobs":[-0.5],
					"top_logprobs":[{"Hi":-0.5}],"content":[["a"],1,{"token":"Hi","logprob":null}]},"finish_reason":"stop"}]}""");
		assertThat(response.content()).isEqualTo("Hi");
		assertThat(response.logProbabilities()).isEmpty();
	}

	@Test
	void logProbabilitiesAreAskedFor() {
		assertThat(this.wire.body(ChatOptions.builder().logProbabilities(2).build())).isEqualTo(Wire.json("""
				{"model":"m","messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":2}"""));
	}

	@Test
	void logProbabilitiesThatAModelRejectsAreLeftOutOrFailIfStrict() {
		Wire rejecting = this.wire.with(Map.of("rejects", List.of("log-probabilities")));
		ChatOptions options = ChatOptions.builder().logProbabilities(0).build();
		assertThat(rejecting.body(options).has("logprobs")).isFalse();
		assertThat(rejecting.warnings(options))
			.containsExactly("The option 'log-probabilities' was left out: m does not take it.");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> rejecting.body(options.toBuilder().strict(true).build()))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.UNSUPPORTED));
	}

}
