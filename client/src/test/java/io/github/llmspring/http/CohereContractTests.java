package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code cohere}.
 */
class CohereContractTests extends HttpContract {

	CohereContractTests() {
		super("cohere", "cohere", new Fixture("""
				{"id":"c1","message":{"role":"assistant","content":[{"type":"text","text":"Good day"}]},
				"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":7,"output_tokens":2}}}""", 5,
				"{\"id\":\"c1\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[],"
						+ "\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}",
				content("start", "\"type\":\"thinking\",\"thinking\":\"\""),
				content("delta", "\"thinking\":\"Greet.\""), content("start", "\"type\":\"text\",\"text\":\"\""),
				content("delta", "\"text\":\"Good\""), content("delta", "\"text\":\" day\""),
				"{\"type\":\"content-end\",\"index\":1}",
				"{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"tokens\":{"
						+ "\"input_tokens\":7,\"output_tokens\":2}}}}",
				"[DONE]"));
	}

	private static String content(String what, String fields) {
		return "{\"type\":\"content-" + what + "\",\"index\":1,\"delta\":{\"message\":{\"content\":{" + fields + "}}}}";
	}

}
