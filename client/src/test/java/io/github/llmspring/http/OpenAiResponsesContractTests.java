package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code openai-responses}.
 */
class OpenAiResponsesContractTests extends HttpContract {

	private static final String REASONING = "\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[";

	private static final String MESSAGE = "\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[";

	OpenAiResponsesContractTests() {
		super("openai", "openai-responses", new Fixture("""
				{"id":"resp_1","status":"completed","model":"m","output":[{"type":"message","role":"assistant",
				"content":[{"type":"output_text","text":"Good day"}]}]}""", 6,
				"{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"output\":[]}}",
				item("added", 0, REASONING), delta("reasoning_summary_text", 0, "Greet."),
				item("done", 0, REASONING + "{\"type\":\"summary_text\",\"text\":\"Greet.\"}"),
				item("added", 1, MESSAGE), delta("output_text", 1, "Good"), delta("output_text", 1, " day"),
				item("done", 1, MESSAGE + "{\"type\":\"output_text\",\"text\":\"Good day\"}"),
				"""
						{"type":"response.completed","response":{"id":"resp_1","status":"completed","model":"m","output":[]}}"""));
	}

	private static String item(String what, int index, String fields) {
		return "{\"type\":\"response.output_item." + what + "\",\"output_index\":" + index + ",\"item\":{" + fields
				+ "]}}";
	}

	private static String delta(String kind, int index, String text) {
		return "{\"type\":\"response." + kind + ".delta\",\"output_index\":" + index + ",\"delta\":\"" + text + "\"}";
	}

}
