package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code mistral}.
 */
class MistralContractTests extends HttpContract {

	MistralContractTests() {
		super("mistral", "mistral", new Fixture("""
				{"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","tool_calls":null,
				"content":"Good day"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}""", 3,
				delta("\"\""),
				delta("[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Greet.\"}]}]"),
				delta("\"Good\""),
				"{\"choices\":[{\"index\":0,\"delta\":{\"content\":\" day\"},\"finish_reason\":\"stop\"}],"
						+ "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}",
				"[DONE]"));
	}

	private static String delta(String content) {
		return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":" + content + "}}]}";
	}

}
