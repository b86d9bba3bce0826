package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Secret;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One side of a conversation that moves between services: how a service answers, and how
 * it reads what it is asked.
 * <p>
 * A speaker marks all that it says: {@code anne-text}, {@code anne-thought}, and
 * {@code anne-opaque} for what only the service can read.
 */
enum SwapSide {

	/**
	 * Chat completions of a gateway: it passes on the opaque values of many models, and
	 * its ids are longer than others take.
	 */
	GATEWAY("openrouter", "openai-chat", "acme/model") {
		@Override
		String answer(String speaker, String... arguments) {
			return chat(speaker, "\"reasoning\":\"" + speaker + "-thought\"," + echo(speaker),
					"chatcmpl-tool-" + "0".repeat(60) + speaker, arguments);
		}

		@Override
		String echo(String speaker) {
			return """
					"reasoning_details":[{"type":"reasoning.text","text":"%1$s-thought","signature":"%1$s-opaque=",\
					"index":0}]""".formatted(speaker);
		}
	},

	/**
	 * Chat completions of a server that wants thinking back in words, and that counts the
	 * calls of each answer anew.
	 */
	LOCAL("vllm", "openai-chat", "model") {
		@Override
		String answer(String speaker, String... arguments) {
			return chat(speaker, echo(speaker), "functions.temperature:", arguments);
		}

		@Override
		String echo(String speaker) {
			return "\"reasoning\":\"" + speaker + "-thought\"";
		}
	},

	/**
	 * Chat completions of a service that wants each turn of the model with thinking.
	 */
	DEEPSEEK("deepseek", "openai-chat", "deepseek-v4-pro") {
		@Override
		String answer(String speaker, String... arguments) {
			return chat(speaker, echo(speaker), "call_" + speaker, arguments);
		}

		@Override
		String echo(String speaker) {
			return "\"reasoning_content\":\"" + speaker + "-thought\"";
		}

		@Override
		void check(JsonNode request) {
			super.check(request);
			assertThat(request.path("messages").valueStream())
				.filteredOn((message) -> message.path("role").asString().equals("assistant"))
				.allMatch((message) -> message.path("reasoning_content").isString());
		}
	},

	RESPONSES("openai", "openai-responses", "gpt-5") {
		@Override
		String answer(String speaker, String... arguments) {
			StringBuilder calls = new StringBuilder();
			for (int i = 0; i < arguments.length; i++) {
				calls.append("""
						,{"type":"function_call","id":"fc_%2$d","call_id":"call_%1$s%2$d","name":"temperature",
						"arguments":%3$s,"status":"completed"}""".formatted(speaker, i, quoted(arguments[i])));
			}
			return """
					{"id":"resp_1","object":"response","status":"completed","output":[%2$s,
					{"type":"message","id":"msg_1","role":"assistant","status":"completed",
					"content":[{"type":"output_text","text":"%1$s-text","annotations":[]}]}%3$s]}""".formatted(speaker,
					echo(speaker), calls);
		}

		@Override
		String echo(String speaker) {
			return """
					{"type":"reasoning","id":"rs_%1$s","summary":[{"type":"summary_text","text":"%1$s-thought"}],\
					"encrypted_content":"%1$s-opaque=="}""".formatted(speaker);
		}

		@Override
		List<SwapPiece> read(JsonNode request) {
			List<SwapPiece> pieces = new ArrayList<>();
			for (JsonNode item : request.path("input")) {
				pieces.add(switch (item.path("type").asString("message")) {
					case "message" -> SwapPiece.text(item.path("role").asString());
					case "function_call" ->
						SwapPiece.call(item.path("call_id").asString(), item.path("arguments").asString());
					case "function_call_output" ->
						SwapPiece.result(item.path("call_id").asString(), item.path("output").asString());
					case "reasoning" -> SwapPiece.thought();
					default -> throw new AssertionError("Unknown item " + item);
				});
			}
			return pieces;
		}

		/**
		 * Thinking is refused without what it led to.
		 */
		@Override
		void check(JsonNode request) {
			super.check(request);
			List<SwapPiece> pieces = read(request);
			for (int i = 0; i < pieces.size(); i++) {
				if (pieces.get(i).kind() == SwapPiece.Kind.THOUGHT) {
					assertThat(pieces.get(i + 1).role()).isEqualTo("assistant");
				}
			}
		}
	},

	ANTHROPIC("anthropic", "anthropic", "claude-sonnet-4-5") {
		@Override
		String answer(String speaker, String... arguments) {
			StringBuilder calls = new StringBuilder();
			for (int i = 0; i < arguments.length; i++) {
				calls.append("""
						,{"type":"tool_use","id":"toolu_%s%d","name":"temperature","input":%s}""".formatted(speaker, i,
						arguments[i]));
			}
			return """
					{"id":"msg_1","type":"message","role":"assistant","model":"m",
					"content":[%2$s,{"type":"text","text":"%1$s-text"}%3$s],"stop_reason":"%4$s",
					"usage":{"input_tokens":1,"output_tokens":1}}""".formatted(speaker, echo(speaker), calls,
					(arguments.length > 0) ? "tool_use" : "end_turn");
		}

		@Override
		String echo(String speaker) {
			return """
					{"type":"thinking","thinking":"%1$s-thought","signature":"%1$s-opaque=="},\
					{"type":"redacted_thinking","data":"%1$s-opaque+"}""".formatted(speaker);
		}

		@Override
		List<SwapPiece> read(JsonNode request) {
			List<SwapPiece> pieces = new ArrayList<>();
			for (JsonNode message : request.path("messages")) {
				for (JsonNode block : message.path("content")) {
					pieces.add(switch (block.path("type").asString()) {
						case "text" -> SwapPiece.text(message.path("role").asString());
						case "tool_use" -> SwapPiece.call(block.path("id").asString(), block.path("input").toString());
						case "tool_result" ->
							SwapPiece.result(block.path("tool_use_id").asString(), block.path("content").asString());
						case "thinking", "redacted_thinking" -> SwapPiece.thought();
						default -> throw new AssertionError("Unknown block " + block);
					});
				}
			}
			return pieces;
		}

		/**
		 * Where the model is to think, what it did since the user spoke has to begin with
		 * thinking.
		 */
		@Override
		void check(JsonNode request) {
			super.check(request);
			checkRoles(request.path("messages"));
			List<SwapPiece> pieces = read(request);
			int asked = pieces.size() - 1;
			while (!pieces.get(asked).role().equals("user")) {
				asked--;
			}
			if (request.path("thinking").has("budget_tokens") && asked < pieces.size() - 1) {
				assertThat(pieces.get(asked + 1).kind()).isEqualTo(SwapPiece.Kind.THOUGHT);
			}
		}
	},

	/**
	 * Gives its calls no ids.
	 */
	GEMINI("gemini", "gemini", "gemini-3-flash") {
		@Override
		String answer(String speaker, String... arguments) {
			StringBuilder calls = new StringBuilder();
			for (int i = 0; i < arguments.length; i++) {
				calls.append("""
						,{"functionCall":{"name":"temperature","args":%s}%s}""".formatted(arguments[i],
						(i == 0) ? "," + echo(speaker) : ""));
			}
			return """
					{"candidates":[{"content":{"role":"model","parts":[{"text":"%1$s-thought","thought":true},
					{"text":"%1$s-text"%2$s}%3$s]},"finishReason":"STOP"}]}""".formatted(speaker,
					(arguments.length > 0) ? "" : "," + echo(speaker), calls);
		}

		@Override
		String echo(String speaker) {
			return "\"thoughtSignature\":\"" + speaker + "-opaque==\"";
		}

		@Override
		List<SwapPiece> read(JsonNode request) {
			List<SwapPiece> pieces = new ArrayList<>();
			for (JsonNode content : request.path("contents")) {
				boolean model = content.path("role").asString().equals("model");
				for (JsonNode part : content.path("parts")) {
					JsonNode call = part.path("functionCall");
					JsonNode response = part.path("functionResponse");
					if (!call.isMissingNode()) {
						pieces.add(SwapPiece.call(call.path("id").asString(), call.path("args").toString()));
					}
					else if (!response.isMissingNode()) {
						pieces.add(SwapPiece.result(response.path("id").asString(),
								response.at("/response/output").asString()));
					}
					else {
						pieces.add(SwapPiece.text(model ? "assistant" : "user"));
					}
				}
			}
			return pieces;
		}

		/**
		 * The first call of a turn has to be signed.
		 */
		@Override
		void check(JsonNode request) {
			super.check(request);
			checkRoles(request.path("contents"));
			for (JsonNode content : request.path("contents")) {
				content.path("parts")
					.valueStream()
					.filter((part) -> part.has("functionCall"))
					.findFirst()
					.ifPresent((part) -> assertThat(part.path("thoughtSignature").asString("")).isNotEmpty());
			}
		}
	},

	/**
	 * Wants ids of nine letters and digits, and thinking back as a part of the content.
	 */
	MISTRAL("mistral", "mistral", "magistral-medium") {
		@Override
		String answer(String speaker, String... arguments) {
			return completion("""
					"content":[%s,{"type":"text","text":"%s-text"}]""".formatted(echo(speaker), speaker),
					speaker + "call", arguments);
		}

		@Override
		String echo(String speaker) {
			return """
					{"type":"thinking","thinking":[{"type":"text","text":"%s-thought"}]}""".formatted(speaker);
		}

		@Override
		String ids() {
			return "[A-Za-z0-9]{9}";
		}
	},

	COHERE("cohere", "cohere", "command-a-reasoning") {
		@Override
		String answer(String speaker, String... arguments) {
			return """
					{"id":"c_1","finish_reason":"%s","message":{"role":"assistant","content":[%s,
					{"type":"text","text":"%s-text"}],"tool_calls":[%s]}}""".formatted(
					(arguments.length > 0) ? "TOOL_CALL" : "COMPLETE", echo(speaker), speaker,
					calls("temperature_" + speaker, arguments));
		}

		@Override
		String echo(String speaker) {
			return """
					{"type":"thinking","thinking":"%s-thought"}""".formatted(speaker);
		}

		@Override
		String ids() {
			return ".{1,40}";
		}
	},

	/**
	 * Gives its calls no ids, as older servers do, and takes any.
	 */
	OLLAMA("ollama", "ollama", "qwen3") {
		@Override
		String answer(String speaker, String... arguments) {
			StringBuilder calls = new StringBuilder();
			for (int i = 0; i < arguments.length; i++) {
				calls.append("""
						%s{"function":{"name":"temperature","arguments":%s}}""".formatted((i == 0) ? "" : ",",
						arguments[i]));
			}
			return """
					{"model":"m","message":{"role":"assistant","content":"%s-text",%s,"tool_calls":[%s]},
					"done":true,"done_reason":"stop"}""".formatted(speaker, echo(speaker), calls);
		}

		@Override
		String echo(String speaker) {
			return "\"thinking\":\"" + speaker + "-thought\"";
		}

		@Override
		String ids() {
			return ".+";
		}

		@Override
		String arguments(JsonNode call) {
			return call.at("/function/arguments").toString();
		}
	},

	BEDROCK("bedrock", "bedrock-converse", "anthropic.claude-sonnet-4-5-20250929-v1:0") {
		@Override
		String answer(String speaker, String... arguments) {
			StringBuilder calls = new StringBuilder();
			for (int i = 0; i < arguments.length; i++) {
				calls.append("""
						,{"toolUse":{"toolUseId":"tooluse_%s%d","name":"temperature","input":%s}}""".formatted(speaker,
						i, arguments[i]));
			}
			return """
					{"output":{"message":{"role":"assistant","content":[%s,{"text":"%s-text"}%s]}},
					"stopReason":"%s","usage":{"inputTokens":1,"outputTokens":1}}""".formatted(echo(speaker), speaker,
					calls, (arguments.length > 0) ? "tool_use" : "end_turn");
		}

		@Override
		String echo(String speaker) {
			return """
					{"reasoningContent":{"reasoningText":{"text":"%1$s-thought","signature":"%1$s-opaque=="}}}"""
				.formatted(speaker);
		}

		@Override
		List<SwapPiece> read(JsonNode request) {
			List<SwapPiece> pieces = new ArrayList<>();
			for (JsonNode message : request.path("messages")) {
				for (JsonNode block : message.path("content")) {
					JsonNode call = block.path("toolUse");
					JsonNode result = block.path("toolResult");
					if (!call.isMissingNode()) {
						pieces.add(SwapPiece.call(call.path("toolUseId").asString(), call.path("input").toString()));
					}
					else if (!result.isMissingNode()) {
						pieces.add(SwapPiece.result(result.path("toolUseId").asString(),
								result.at("/content/0/text").asString()));
					}
					else if (block.has("reasoningContent")) {
						pieces.add(SwapPiece.thought());
					}
					else {
						pieces.add(SwapPiece.text(message.path("role").asString()));
					}
				}
			}
			return pieces;
		}

		@Override
		void check(JsonNode request) {
			super.check(request);
			checkRoles(request.path("messages"));
		}
	};

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private final String preset;

	private final String wireFormat;

	private final String model;

	SwapSide(String preset, String wireFormat, String model) {
		this.preset = preset;
		this.wireFormat = wireFormat;
		this.model = model;
	}

	/**
	 * Answer of a speaker who thinks, says something and calls the tool.
	 * @param speaker the speaker
	 * @param arguments the arguments of each call
	 */
	abstract String answer(String speaker, String... arguments);

	/**
	 * What the service wants back of an answer, as it gave it.
	 */
	abstract String echo(String speaker);

	/**
	 * What a request says, in its order.
	 */
	List<SwapPiece> read(JsonNode request) {
		List<SwapPiece> pieces = new ArrayList<>();
		for (JsonNode message : request.path("messages")) {
			String role = message.path("role").asString();
			if (role.equals("tool")) {
				pieces
					.add(SwapPiece.result(message.path("tool_call_id").asString(), message.path("content").asString()));
				continue;
			}
			pieces.add(SwapPiece.text(role));
			for (JsonNode call : message.path("tool_calls")) {
				pieces.add(SwapPiece.call(call.path("id").asString(), arguments(call)));
			}
		}
		return pieces;
	}

	/**
	 * Arguments of a call as the service takes them back.
	 */
	String arguments(JsonNode call) {
		return call.at("/function/arguments").asString();
	}

	/**
	 * What ids of calls have to look like.
	 */
	String ids() {
		return this.wireFormat.equals("openai-chat") ? ".{1,40}" : "[A-Za-z0-9_-]{1,64}";
	}

	/**
	 * Checks that the service takes a request.
	 */
	void check(JsonNode request) {
		SwapPiece.check(read(request), ids());
	}

	private static void checkRoles(JsonNode messages) {
		for (int i = 0; i < messages.size(); i++) {
			assertThat(messages.get(i).path("role").asString().equals("user")).isEqualTo(i % 2 == 0);
		}
	}

	ProviderSettings settings(String id, RawServer server) {
		return ProviderSettings.builder(id, PRESETS.get(this.preset))
			.wireFormat(this.wireFormat)
			.baseUrl(server.uri())
			.apiKey(() -> Secret.of("key-of-the-test"))
			.build();
	}

	String model(String speaker) {
		return this.model + "-" + speaker;
	}

	private static String chat(String speaker, String reasoning, String id, String... arguments) {
		return completion("\"content\":\"" + speaker + "-text\"," + reasoning, id, arguments);
	}

	private static String completion(String content, String id, String... arguments) {
		return """
				{"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant",%s,
				"tool_calls":[%s]},"finish_reason":"%s"}]}""".formatted(content, calls(id, arguments),
				(arguments.length > 0) ? "tool_calls" : "stop");
	}

	private static String calls(String id, String... arguments) {
		StringBuilder calls = new StringBuilder();
		for (int i = 0; i < arguments.length; i++) {
			calls.append((i > 0) ? "," : "")
				.append("""
						{"id":"%s%d","type":"function","function":{"name":"temperature","arguments":%s}}"""
					.formatted(id, i, quoted(arguments[i])));
		}
		return calls.toString();
	}

	private static String quoted(String text) {
		return JsonMapper.shared().writeValueAsString(text);
	}

}
