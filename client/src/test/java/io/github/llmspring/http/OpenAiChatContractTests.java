package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code openai-chat}.
 */
class OpenAiChatContractTests extends HttpContract {

	OpenAiChatContractTests() {
		super("openai", "openai-chat", new Fixture("""
				{"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Good day"},
				"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}""", 3,
				"{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}",
				"{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"Greet.\"}}]}", delta("Good"),
				delta(" day"), "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}", "[DONE]"));
	}

	private static String delta(String text) {
		return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
	}

}
