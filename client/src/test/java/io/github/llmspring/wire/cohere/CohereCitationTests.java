package io.github.llmspring.wire.cohere;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CohereCitationTests {

	private static final String DOCUMENT = """
			{"type":"document","id":"doc:1","document":{"id":"1","title":"Report","snippet":"Words.","url":"https://a.example"}}""";

	private static final String TOOL = "{\"type\":\"tool\",\"id\":\"clock_1:0\",\"tool_output\":{\"content\":\"12\"}}";

	private final Wire wire = Wire.of(new CohereFormat());

	private static String message(String type, String fields) {
		return "{\"type\":\"" + type + "\",\"index\":0,\"delta\":{\"message\":{" + fields + "}}}";
	}

	private static String whole(String citations) {
		return "{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm.\"},{\"type\":\"text\",\"text\":\"At \uD83D\uDE00 noon.\"}],"
				+ "\"citations\":" + citations + "},\"finish_reason\":\"COMPLETE\"}";
	}

	@Test
	void eachSourceOfAPlaceIsACitation() {
		ChatResponse response = this.wire.whole(whole("[{\"start\":5,\"end\":9,\"text\":\"noon\",\"sources\":["
				+ DOCUMENT + "," + TOOL + "],\"type\":\"TEXT_CONTENT\"}]"));
		Citation.Range range = new Citation.Range(6, 10);
		assertThat(response.citations()).containsExactly(
				new Citation("https://a.example", "Report", "doc:1", "Words.", null, range),
				new Citation(null, null, "clock_1:0", "12", null, range));
		assertThat(range.of(response.content())).isEqualTo("noon");
	}

	@Test
	void citationOfAStreamIsAtItsPlace() {
		ChatResponse response = this.wire.stream("""
				{"type":"message-start","id":"e5","delta":{"message":{"content":[],"tool_calls":[],"citations":[]}}}""",
				message("content-start", "\"content\":{\"type\":\"text\",\"text\":\"\"}"),
				message("content-delta", "\"content\":{\"text\":\"At no\"}"),
				message("citation-start",
						"\"citations\":{\"start\":3,\"end\":7,\"text\":\"noon\",\"sources\":[" + TOOL + "]}"),
				message("content-delta", "\"content\":{\"text\":\"on.\"}"), "{\"type\":\"citation-end\",\"index\":0}",
				"{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}")
			.response();
		assertThat(response.content()).isEqualTo("At noon.");
		assertThat(response.citations())
			.containsExactly(new Citation(null, null, "clock_1:0", "12", null, new Citation.Range(3, 7)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "[null]", "[{\"start\":0,\"end\":2}]", "{\"sources\":null}",
			"[{\"start\":0,\"end\":2,\"sources\":[{\"type\":\"tool\",\"id\":\"a:0\"}],\"type\":\"THINKING_CONTENT\"}]",
			"[{\"start\":0,\"end\":2,\"sources\":[{\"type\":\"tool\",\"id\":\"a:0\"}],\"type\":\"PLAN\"}]" })
	void whatIsNoSourceOfTheTextIsLeftOut(String citations) {
		assertThat(this.wire.whole(whole(citations)).citations()).isEmpty();
	}

	@Test
	void placeThatTheTextDoesNotHaveIsUnknown() {
		ChatResponse response = this.wire
			.whole(whole("[{\"start\":50,\"end\":90,\"sources\":[{\"id\":\"a\",\"document\":{\"text\":\"T\"}}]}]"));
		assertThat(response.citations()).containsExactly(new Citation(null, null, "a", "T", null, null));
	}

}
