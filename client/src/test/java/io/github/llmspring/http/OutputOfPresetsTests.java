package io.github.llmspring.http;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for how the models of each {@link Preset} are brought to answer in a set form.
 */
class OutputOfPresetsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private static final String SCHEMA = """
			{"type":"object","properties":{"name":{"type":"string","maxLength":9},"age":{"type":"integer","minimum":0}},
			"required":["name"]}""";

	private static final String STRICT_SCHEMA = """
			{"type":"object","properties":{"name":{"type":"string","description":"(maxLength: 9)"},
			"age":{"type":["integer","null"],"minimum":0}},"required":["name","age"],"additionalProperties":false}""";

	private static final String CLOSED_SCHEMA = """
			{"type":"object","properties":{"name":{"type":"string","description":"(maxLength: 9)"},
			"age":{"type":"integer","description":"(minimum: 0)"}},"required":["name"],"additionalProperties":false}""";

	private static final String MAP = """
			{"type":"object","properties":{"ages":{"type":"object","additionalProperties":{"type":"integer"}}}}""";

	private static final String TREE = """
			{"type":"object","properties":{"root":{"$ref":"#/$defs/Node"}},"$defs":{"Node":{"type":"object",
			"properties":{"next":{"$ref":"#/$defs/Node"}}}}}""";

	/**
	 * How a preset speaks, by its name or {@code preset@wire-format} where a provider
	 * says so.
	 */
	private static Wire wire(String preset) {
		int at = preset.indexOf('@');
		Preset row = PRESETS.get((at < 0) ? preset : preset.substring(0, at));
		return new Wire(WireFormats.all().get((at < 0) ? row.wireFormat() : preset.substring(at + 1)), row.dialect());
	}

	private static ChatRequest request(String model, String schema, ChatOptions options, ToolDefinition... tools) {
		return Wire.request(Message.system("Be brief."), Message.user("Hi"))
			.toBuilder()
			.model(model)
			.options(options)
			.tools(List.of(tools))
			.outputFormat(new OutputFormat("person", schema))
			.build();
	}

	private static JsonNode body(String preset, String model, ToolDefinition... tools) {
		return wire(preset).body(request(model, SCHEMA, ChatOptions.NONE, tools));
	}

	private static boolean instructed(JsonNode body) {
		String all = body.toString();
		assertThat(all).contains("Be brief.");
		return all.contains("JSON Schema") && all.contains("maxLength");
	}

	@ParameterizedTest
	@CsvSource({ "openai,gpt-5-mini", "openai,gpt-4o-mini", "azure-openai,any", "xai,grok-4.3",
			"openrouter@openai-responses,openai/gpt-5.2" })
	void responsesTakeTheSchemaByTheStrictRules(String preset, String model) {
		JsonNode body = body(preset, model, CLOCK);
		assertThat(body.path("text"))
			.isEqualTo(Wire.json("{\"format\":{\"type\":\"json_schema\",\"name\":\"person\",\"strict\":true,\"schema\":"
					+ STRICT_SCHEMA + "}}"));
		assertThat(body.toString()).doesNotContain("JSON Schema");
		assertThat(body.path("instructions").asString()).isEqualTo("Be brief.");
	}

	@Test
	void responsesTakeTheSchemaAsItIsWhereStrictnessIsUnknownOrCannotBe() {
		JsonNode body = body("vllm@openai-responses", "qwen3");
		assertThat(body.at("/text/format/schema")).isEqualTo(Wire.json(SCHEMA));
		assertThat(body.at("/text/format/strict")).isEqualTo(Wire.json("false"));
		JsonNode map = wire("openai").body(request("gpt-5-mini", MAP, ChatOptions.NONE)).at("/text/format");
		assertThat(map.path("schema")).isEqualTo(Wire.json(MAP));
		assertThat(map.path("strict")).isEqualTo(Wire.json("false"));
	}

	@ParameterizedTest
	@CsvSource({ "deepseek@openai-responses,deepseek-v4-flash", "openai,gpt-4-turbo", "azure-openai,gpt-35-turbo" })
	void responsesOfOlderModelsTakeJsonAndWords(String preset, String model) {
		JsonNode body = body(preset, model);
		assertThat(body.path("text")).isEqualTo(Wire.json("{\"format\":{\"type\":\"json_object\"}}"));
		assertThat(instructed(body)).isTrue();
		assertThat(body.at("/input/0/content").asString()).contains("JSON");
	}

	@ParameterizedTest
	@CsvSource({ "openai@openai-chat,gpt-5-mini", "openai@openai-chat,gpt-4o-mini", "azure-openai@openai-chat,any",
			"azure-foundry,grok", "openrouter,anthropic/claude-haiku-4.5", "groq,openai/gpt-oss-120b",
			"xai@openai-chat,grok-4.3", "cerebras,any", "github-models,any", "mistral,mistral-small-latest" })
	void schemaIsSentByTheStrictRules(String preset, String model) {
		JsonNode body = body(preset, model);
		assertThat(body.path("response_format")).isEqualTo(
				Wire.json("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"person\",\"strict\":true,\"schema\":"
						+ STRICT_SCHEMA + "}}"));
		assertThat(body.toString()).doesNotContain("JSON Schema");
	}

	@Test
	void schemaIsAFieldOfAnotherNameElsewhere() {
		assertThat(body("ollama", "qwen3:8b").path("format")).isEqualTo(Wire.json(SCHEMA));
		assertThat(body("cohere", "command-a-03-2025").at("/response_format/json_schema")).isEqualTo(Wire.json(SCHEMA));
		JsonNode described = body("bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0")
			.at("/outputConfig/textFormat/structure/jsonSchema/schema");
		assertThat(Wire.json(described.asString())).isEqualTo(Wire.json(CLOSED_SCHEMA));
		assertThat(body("bedrock", "us.amazon.nova-pro-v1:0").at("/toolConfig/toolChoice/tool/name").asString())
			.isEqualTo("final_json_answer");
		assertThat(instructed(body("bedrock", "meta.llama3-70b-instruct-v1:0"))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "openai-compatible,any", "vllm,qwen3", "together,any", "perplexity,sonar", "llama-cpp,any" })
	void schemaIsSentAsItIsWhereStrictnessIsUnknown(String preset, String model) {
		assertThat(body(preset, model).path("response_format")).isEqualTo(Wire
			.json("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"person\",\"schema\":" + SCHEMA + "}}"));
	}

	@Test
	void schemaThatTheStrictRulesCannotExpressIsSentAsItIs() {
		JsonNode format = wire("openai@openai-chat").body(request("gpt-5-mini", MAP, ChatOptions.NONE))
			.path("response_format");
		assertThat(format).isEqualTo(
				Wire.json("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"person\",\"schema\":" + MAP + "}}"));
	}

	@ParameterizedTest
	@CsvSource({ "deepseek,deepseek-v4-pro", "moonshot,kimi", "zai,glm-5", "dashscope,qwen3-max", "groq,llama-3.3-70b",
			"openai@openai-chat,gpt-3.5-turbo", "openai@openai-chat,gpt-4-turbo" })
	void jsonAndWordsAreTheLastResort(String preset, String model) {
		JsonNode body = body(preset, model);
		assertThat(body.path("response_format")).isEqualTo(Wire.json("{\"type\":\"json_object\"}"));
		assertThat(instructed(body)).isTrue();
		assertThat(body.path("messages")).hasSize(2);
		assertThat(body.path("messages").path(0).path("content").asString()).startsWith("Be brief.\n\n");
	}

	@ParameterizedTest
	@CsvSource({ "openai,gpt-4-0613,", "openai@openai-chat,gpt-4-0613,", "openai@openai-chat,gpt-4,",
			"openai@openai-chat,o1-mini,", "groq,llama-3.3-70b,clock", "gemini,gemma-3-27b-it,",
			"gemini,gemini-2.5-flash,clock", "vertex,gemini-2.5-pro,clock", "gemini,gemini-2.0-flash,clock" })
	void wordsSayItWhereNoFieldCan(String preset, String model, String tool) {
		JsonNode body = (tool != null) ? body(preset, model, CLOCK) : body(preset, model);
		assertThat(instructed(body)).isTrue();
		assertThat(body.has("response_format") || body.has("text")).isFalse();
		assertThat(body.has("generationConfig")).isFalse();
	}

	@Test
	void wordsStandBeforeAConversationWithoutRules() {
		ChatRequest request = request("deepseek-chat", SCHEMA, ChatOptions.NONE).toBuilder()
			.messages(List.of(Message.user("Hi")))
			.build();
		JsonNode messages = wire("deepseek").body(request).path("messages");
		assertThat(messages).hasSize(2);
		assertThat(messages.path(0).path("role").asString()).isEqualTo("system");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gemini-2.5-flash", "gemini-3-flash-preview", "gemini-flash-latest" })
	void geminiTakesTheSchemaAsItIs(String model) {
		assertThat(body("gemini", model).path("generationConfig"))
			.isEqualTo(Wire.json("{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":" + SCHEMA + "}"));
		assertThat(body("vertex", "gemini-3-pro", CLOCK).path("generationConfig").has("responseJsonSchema")).isTrue();
		JsonNode older = body("gemini", "gemini-2.0-flash");
		assertThat(older.path("generationConfig")).isEqualTo(Wire.json("{\"responseMimeType\":\"application/json\"}"));
		assertThat(instructed(older)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "claude-opus-4-1", "claude-sonnet-4-5-20250929", "claude-opus-4-6", "claude-fable-5" })
	void newerMessagesModelsTakeTheSchemaClosed(String model) {
		ChatOptions thinking = ChatOptions.builder().reasoning(ReasoningControl.of(Effort.LOW)).build();
		JsonNode body = wire("anthropic").body(request(model, SCHEMA, thinking, CLOCK));
		assertThat(body.at("/output_config/format"))
			.isEqualTo(Wire.json("{\"type\":\"json_schema\",\"schema\":" + CLOSED_SCHEMA + "}"));
		assertThat(body.path("thinking").path("type").asString()).isIn("enabled", "adaptive");
		assertThat(body.path("tools")).hasSize(1);
		assertThat(body.has("tool_choice")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "anthropic,claude-3-5-haiku-20241022", "anthropic,claude-sonnet-4-20250514",
			"anthropic,claude-opus-4-0", "anthropic,claude-3-7-sonnet-latest", "minimax,any",
			"anthropic-compatible,any" })
	void olderMessagesModelsHaveToCallATool(String preset, String model) {
		JsonNode alone = body(preset, model);
		assertThat(alone.path("tools")).hasSize(1);
		assertThat(alone.at("/tools/0/input_schema")).isEqualTo(Wire.json(SCHEMA));
		assertThat(alone.path("tool_choice"))
			.isEqualTo(Wire.json("{\"type\":\"tool\",\"name\":\"final_json_answer\"}"));
		assertThat(alone.has("output_config")).isFalse();
		JsonNode besideTools = body(preset, model, CLOCK);
		assertThat(besideTools.path("tools")).hasSize(2);
		assertThat(besideTools.path("tool_choice")).isEqualTo(Wire.json("{\"type\":\"any\"}"));
		ChatOptions none = ChatOptions.builder().toolChoice(ToolChoice.NONE).build();
		assertThat(wire(preset).body(request(model, SCHEMA, none, CLOCK)).path("tool_choice").path("name").asString())
			.isEqualTo("final_json_answer");
		ChatOptions named = ChatOptions.builder().toolChoice(ToolChoice.named("clock")).build();
		assertThat(wire(preset).body(request(model, SCHEMA, named, CLOCK)).path("tool_choice").path("name").asString())
			.isEqualTo("clock");
	}

	@Test
	void wordsSayItWhereNeitherSchemaNorToolCan() {
		ChatOptions thinking = ChatOptions.builder().reasoning(ReasoningControl.of(Effort.LOW)).build();
		JsonNode body = wire("anthropic").body(request("claude-sonnet-4-0", SCHEMA, thinking));
		assertThat(instructed(body)).isTrue();
		assertThat(body.has("tools")).isFalse();
		assertThat(body.path("thinking").path("type").asString()).isEqualTo("enabled");
		assertThat(wire("anthropic").body(request("claude-fable-5", MAP, ChatOptions.NONE)).has("tools")).isFalse();
	}

	@Test
	void schemaThatMessagesCannotGuaranteeBecomesATool() {
		for (String schema : List.of(MAP, TREE)) {
			JsonNode body = wire("anthropic").body(request("claude-opus-4-6", schema, ChatOptions.NONE));
			assertThat(body.has("output_config")).isFalse();
			assertThat(body.at("/tools/0/input_schema")).isEqualTo(Wire.json(schema));
		}
	}

	@Test
	void callOfTheAnswersToolIsTheAnswer() {
		ChatResponse whole = wire("anthropic").whole("""
				{"type":"message","stop_reason":"tool_use","content":[
				{"type":"tool_use","id":"t","name":"final_json_answer","input":{"name":"Ann","age":1.0}}]}""");
		assertThat(whole.content()).isEqualTo("{\"name\":\"Ann\",\"age\":1.0}");
		assertThat(whole.toolCalls()).isEmpty();
		assertThat(whole.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(whole.rawFinishReason()).isEqualTo("tool_use");
	}

	@Test
	void streamedCallOfTheAnswersToolIsTheAnswer() {
		Wire.Streamed streamed = wire("anthropic").stream("""
				{"type":"content_block_start","index":0,"content_block":
				{"type":"tool_use","id":"t","name":"final_json_answer","input":{}}}""", """
				{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"na"}}""",
				"""
						{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"me\\":1}"}}""",
				"{\"type\":\"content_block_stop\",\"index\":0}", """
						{"type":"content_block_start","index":1,"content_block":
						{"type":"tool_use","id":"u","name":"clock","input":{}}}""",
				"""
						{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
				"{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}", "{\"type\":\"message_stop\"}");
		assertThat(streamed.response().content()).isEqualTo("{\"name\":1}");
		assertThat(streamed.response().toolCalls()).singleElement()
			.satisfies((call) -> assertThat(call.name()).isEqualTo("clock"));
		assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "openai", "openai@openai-chat", "anthropic", "gemini" })
	void schemaThatIsNoObjectIsRejected(String preset) {
		LlmException exception = catchThrowableOfType(LlmException.class,
				() -> wire(preset).body(request("any", "[1]", ChatOptions.NONE)));
		assertThat(exception.reason()).isEqualTo(LlmException.Reason.INVALID_REQUEST);
		assertThat(exception).hasMessageContaining("person");
	}

}
