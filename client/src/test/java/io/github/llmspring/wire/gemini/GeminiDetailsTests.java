package io.github.llmspring.wire.gemini;

import java.util.List;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeminiDetailsTests {

	private final Wire wire = Wire.of(new GeminiFormat());

	@Test
	void groundsAreCitationsAtTheirPlacesInBytes() {
		ChatResponse response = this.wire
			.stream("""
					{"candidates":[{"content":{"parts":[{"text":"Hmm","thought":true},{"text":"Zürich 🙂"}]},
					"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://old.example"}}]}}]}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":" is big."}]},"finishReason":"STOP","groundingMetadata":{
							"groundingChunks":[{"web":{"uri":"https://a.example","title":"A"}},
							{"retrievedContext":{"text":"Words.","fileSearchStore":"stores/1"}},{"web":{"uri":"https://c.example"}}],
							"groundingSupports":[{"segment":{"endIndex":7,"text":"Zürich"},"groundingChunkIndices":[0,9]},
							{"segment":{"startIndex":8,"endIndex":15},"groundingChunkIndices":[0,1]}]}}]}""",
					"""
							{"candidates":[{"groundingMetadata":{}}]}""")
			.response();
		assertThat(response.citations()).containsExactly(
				new Citation("https://a.example", "A", null, null, null, new Citation.Range(0, 6)),
				new Citation("https://a.example", "A", null, null, null, new Citation.Range(7, 12)),
				new Citation(null, null, "stores/1", "Words.", null, new Citation.Range(7, 12)),
				Citation.ofPage("https://c.example", null, null));
		assertThat(response.citations().get(0).range().of(response.content())).isEqualTo("Zürich");
		assertThat(response.citations().get(1).range().of(response.content())).isEqualTo("🙂 is");
	}

	@Test
	void recitedSourceIsACitation() {
		ChatResponse response = this.wire.whole("""
				{"candidates":[{"content":{"parts":[{"text":"To be or not"}]},"finishReason":"STOP","citationMetadata":{
				"citationSources":[{"startIndex":3,"endIndex":5,"uri":"https://a.example","license":"x"},
				{"endIndex":1000,"uri":"https://b.example"}]}}]}""");
		assertThat(response.citations()).containsExactly(
				Citation.ofPage("https://a.example", null, null).at(new Citation.Range(3, 5)),
				Citation.ofPage("https://b.example", null, null));
	}

	@Test
	void laterRatingReplacesTheEarlierOneOfItsCategory() {
		ChatResponse response = this.wire
			.stream("""
					{"candidates":[{"content":{"parts":[{"text":"a"}]},"safetyRatings":[{"category":"H","probability":"LOW"},
					{"category":"D","probability":"NEGLIGIBLE"},{"probability":"LOW"},1]}]}""",
					"""
							{"candidates":[{"finishReason":"SAFETY","safetyRatings":[{"category":"H","probability":"HIGH",
							"blocked":true}]}]}""")
			.response();
		assertThat(response.safety()).containsExactly(new SafetyRating("H", "HIGH", true, false),
				new SafetyRating("D", "NEGLIGIBLE", false, false));
	}

	@Test
	void blockedPromptIsRated() {
		ChatResponse response = this.wire
			.whole("""
					{"promptFeedback":{"safetyRatings":[{"category":"H","probability":"MEDIUM"}],"blockReason":"SAFETY"}}""");
		assertThat(response.safety()).containsExactly(new SafetyRating("H", "MEDIUM", false, true),
				new SafetyRating("SAFETY", null, true, true));
		assertThat(response.refusal()).isNull();
	}

	@Test
	void logProbabilitiesOfAllFramesAreRead() {
		ChatResponse response = this.wire
			.stream("""
					{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"logprobsResult":{
					"chosenCandidates":[{"token":"Hi","tokenId":5,"logProbability":-0.5}],
					"topCandidates":[{"candidates":[{"token":"Hi","logProbability":-0.5},{"token":"Yo","logProbability":-2}]}]}}]}
					""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"!"}]},"finishReason":"STOP","avgLogprobs":-0.2,
							"logprobsResult":{"chosenCandidates":[{"token":"!"}]}}]}""")
			.response();
		assertThat(response.logProbabilities()).containsExactly(
				new TokenLogProbability("Hi", -0.5, null,
						List.of(new TokenLogProbability("Hi", -0.5), new TokenLogProbability("Yo", -2))),
				new TokenLogProbability("!", 0));
	}

	@Test
	void logProbabilitiesAreAskedFor() {
		assertThat(this.wire.body(ChatOptions.builder().logProbabilities(2).build()).path("generationConfig"))
			.isEqualTo(Wire.json("{\"responseLogprobs\":true,\"logprobs\":2}"));
		assertThat(this.wire.body(ChatOptions.builder().logProbabilities(0).build()).path("generationConfig"))
			.isEqualTo(Wire.json("{\"responseLogprobs\":true}"));
	}

}
