package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code anthropic}.
 */
class AnthropicContractTests extends HttpContract {

	AnthropicContractTests() {
		super("anthropic", "anthropic", new Fixture(
				"""
						{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Good day"}],
						"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":2}}""",
				6,
				"{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
						+ "\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}",
				start(0, "\"type\":\"thinking\",\"thinking\":\"\""),
				delta(0, "\"type\":\"thinking_delta\",\"thinking\":\"Greet.\""), stop(0),
				start(1, "\"type\":\"text\",\"text\":\"\""), delta(1, "\"type\":\"text_delta\",\"text\":\"Good\""),
				delta(1, "\"type\":\"text_delta\",\"text\":\" day\""), stop(1),
				"{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}",
				"{\"type\":\"message_stop\"}"));
	}

	private static String start(int index, String block) {
		return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":{" + block + "}}";
	}

	private static String delta(int index, String delta) {
		return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{" + delta + "}}";
	}

	private static String stop(int index) {
		return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
	}

}
