package io.github.llmspring.http;

import java.util.stream.Stream;

/**
 * The contract of a provider, over the wire format {@code bedrock-converse}.
 */
class BedrockConverseContractTests extends HttpContract {

	BedrockConverseContractTests() {
		super("bedrock", "bedrock-converse", new Fixture("""
				{"output":{"message":{"role":"assistant","content":[{"text":"Good day"}]}},"stopReason":"end_turn",
				"usage":{"inputTokens":7,"outputTokens":2,"totalTokens":9}}""", 3, "{\"role\":\"assistant\"}",
				delta(0, "\"reasoningContent\":{\"text\":\"Greet.\"}"), delta(1, "\"text\":\"Good\""),
				delta(1, "\"text\":\" day\""), "{\"contentBlockIndex\":1}", "{\"stopReason\":\"end_turn\"}",
				"{\"usage\":{\"inputTokens\":7,\"outputTokens\":2,\"totalTokens\":9}}"));
	}

	private static String delta(int index, String fields) {
		return "{\"contentBlockIndex\":" + index + ",\"delta\":{" + fields + "},\"p\":\"abc\"}";
	}

	@Override
	byte[] stream(String... frames) {
		byte[] body = BinaryMessages
			.join(Stream.of(frames).map((frame) -> BinaryMessages.event("any", frame)).toArray(byte[][]::new));
		return BinaryMessages.join(bytes(RawServer.head("application/vnd.amazon.eventstream")), body);
	}

}
