package io.github.llmspring.http;

/**
 * The contract of a provider, over the wire format {@code ollama}.
 */
class OllamaContractTests extends HttpContract {

	OllamaContractTests() {
		super("ollama", "ollama",
				new Fixture(
						"{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Good day\"},\"done\":true,"
								+ "\"done_reason\":\"stop\",\"prompt_eval_count\":7,\"eval_count\":2}",
						2, line("\"content\":\"\",\"thinking\":\"Greet.\""), line("\"content\":\"Good\""),
						line("\"content\":\" day\""),
						"{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
								+ "\"done_reason\":\"stop\",\"prompt_eval_count\":7,\"eval_count\":2}"));
	}

	private static String line(String fields) {
		return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\"," + fields + "},\"done\":false}";
	}

	@Override
	byte[] stream(String... frames) {
		return bytes(RawServer.head("application/x-ndjson") + String.join("\n", frames) + "\n");
	}

}
