package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code gemini}.
 */
class GeminiContractTests extends HttpContract {

	GeminiContractTests() {
		super("gemini", "gemini",
				new Fixture(answer("{\"text\":\"Good day\"}", ",\"finishReason\":\"STOP\""), 2,
						answer("{\"text\":\"Greet.\",\"thought\":true}", ""), answer("{\"text\":\"Good\"}", ""),
						answer("{\"text\":\" day\"}", ""), answer("", ",\"finishReason\":\"STOP\"")));
	}

	private static String answer(String parts, String finish) {
		return "{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}" + finish
				+ "}]}";
	}

}
