package io.github.llmspring.samples.chat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a service is asked and how it answers, as its own documentation has it: not as the
 * presets do, which this is to prove.
 *
 * @param call the path of a whole answer, with its query
 * @param stream the path of a stream, with its query
 * @param keyHeader the header that holds the key
 * @param key what that header holds
 * @param answers the wire format of its answers
 */
record Service(String call, String stream, String keyHeader, String key, String answers) {

	/**
	 * One line for each: type, path of a whole answer, header of the key, wire format.
	 */
	private static final Map<String, Service> KNOWN = """
			openai               | /v1/responses                                              | bearer         | openai-responses
			azure-openai         | /openai/v1/responses                                       | api-key        | openai-responses
			azure-foundry        | /models/chat/completions?api-version=2024-05-01-preview    | api-key        | openai-chat
			azure-openai-dated   | /openai/deployments/m/chat/completions?api-version=2024-10-21 | api-key     | openai-chat
			azure-anthropic      | /anthropic/v1/messages                                     | x-api-key      | anthropic
			aws-anthropic        | /v1/messages                                               | bearer         | anthropic
			vertex-anthropic     | /v1/projects/x/locations/x/publishers/anthropic/models/m:rawPredict | bearer | anthropic
			vertex-express       | /v1/publishers/google/models/m:generateContent             | x-goog-api-key | gemini
			minimax-chat         | /v1/chat/completions                                       | bearer         | openai-chat
			anthropic            | /v1/messages                                               | x-api-key      | anthropic
			gemini               | /v1beta/models/m:generateContent                           | x-goog-api-key | gemini
			vertex               | /v1beta1/projects/x/locations/x/publishers/google/models/m:generateContent | bearer | gemini
			bedrock              | /model/m/converse                                          | bearer         | bedrock-converse
			bedrock-mantle       | /v1/chat/completions                                       | bearer         | openai-chat
			mistral              | /v1/chat/completions                                       | bearer         | mistral
			cohere               | /v2/chat                                                   | bearer         | cohere
			groq                 | /openai/v1/chat/completions                                | bearer         | openai-chat
			deepseek             | /chat/completions                                          | bearer         | openai-chat
			openrouter           | /api/v1/chat/completions                                   | bearer         | openai-chat
			xai                  | /v1/responses                                              | bearer         | openai-responses
			together             | /v1/chat/completions                                       | bearer         | openai-chat
			fireworks            | /inference/v1/chat/completions                             | bearer         | openai-chat
			cerebras             | /v1/chat/completions                                       | bearer         | openai-chat
			perplexity           | /chat/completions                                          | bearer         | openai-chat
			moonshot             | /v1/chat/completions                                       | bearer         | openai-chat
			zai                  | /api/paas/v4/chat/completions                              | bearer         | openai-chat
			minimax              | /anthropic/v1/messages                                     | x-api-key      | anthropic
			dashscope            | /compatible-mode/v1/chat/completions                       | bearer         | openai-chat
			deepinfra            | /v1/openai/chat/completions                                | bearer         | openai-chat
			huggingface          | /v1/chat/completions                                       | bearer         | openai-chat
			github-models        | /inference/chat/completions                                | bearer         | openai-chat
			sambanova            | /v1/chat/completions                                       | bearer         | openai-chat
			vllm                 | /v1/chat/completions                                       | bearer         | openai-chat
			ollama               | /api/chat                                                  | bearer         | ollama
			llama-cpp            | /v1/chat/completions                                       | bearer         | openai-chat
			lm-studio            | /v1/chat/completions                                       | bearer         | openai-chat
			localai              | /v1/chat/completions                                       | bearer         | openai-chat
			openai-compatible    | /v1/chat/completions                                       | bearer         | openai-chat
			anthropic-compatible | /v1/messages                                               | x-api-key      | anthropic
			"""
		.lines()
		.map((line) -> line.split("\\s*\\|\\s*"))
		.collect(Collectors.toMap((cells) -> cells[0], Service::of));

	private static Service of(String[] cells) {
		String stream = cells[1].replace("/converse", "/converse-stream")
			.replace(":rawPredict", ":streamRawPredict")
			.replace(":generateContent", ":streamGenerateContent?alt=sse");
		return cells[2].equals("bearer") ? new Service(cells[1], stream, "Authorization", "Bearer sk-mine", cells[3])
				: new Service(cells[1], stream, cells[2], "sk-mine", cells[3]);
	}

	static Service of(String type) {
		Service service = KNOWN.get(type);
		if (service == null) {
			throw new IllegalArgumentException("What is '" + type + "' asked, and how does it answer? Known are "
					+ Arrays.toString(KNOWN.keySet().toArray()));
		}
		return service;
	}

}
