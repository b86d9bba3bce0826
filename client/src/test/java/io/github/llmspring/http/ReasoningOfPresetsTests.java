package io.github.llmspring.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for how the models of each {@link Preset} are told to think.
 */
class ReasoningOfPresetsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	/**
	 * How a preset speaks, by its name or {@code preset@wire-format} where a provider
	 * says so.
	 */
	private static Wire wire(String preset) {
		int at = preset.indexOf('@');
		Preset row = PRESETS.get((at < 0) ? preset : preset.substring(0, at));
		return new Wire(WireFormats.all().get((at < 0) ? row.wireFormat() : preset.substring(at + 1)), row.dialect());
	}

	private static ChatRequest request(String model, ChatOptions options, ToolDefinition... tools) {
		return Wire.request(Message.user("Hi")).toBuilder().model(model).options(options).tools(List.of(tools)).build();
	}

	private static ChatOptions asking(String reasoning) {
		ReasoningControl control = reasoning.matches("[0-9]+") ? ReasoningControl.ofTokens(Integer.parseInt(reasoning))
				: ReasoningControl.of(Effort.valueOf(reasoning.toUpperCase(Locale.ROOT)));
		return ChatOptions.builder().reasoning(control).build();
	}

	/**
	 * What a request with these options has that a request without them has not.
	 */
	private static JsonNode difference(String preset, String model, ChatOptions options, ToolDefinition... tools) {
		ObjectNode body = (ObjectNode) wire(preset).body(request(model, options, tools));
		JsonNode plain = wire(preset).body(request(model, ChatOptions.NONE));
		Set<String> names = new TreeSet<>(body.propertyNames());
		names.removeIf((name) -> !body.get(name).equals(plain.get(name)) && !name.equals("tools"));
		return body.without(names);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "openai@openai-chat | o3-mini | high | {\"reasoning_effort\":\"high\"}",
			"openai@openai-chat | o3-mini | minimal | {\"reasoning_effort\":\"low\"}",
			"openai@openai-chat | o3-mini | 20000 | {\"reasoning_effort\":\"high\"}",
			"openai@openai-chat | gpt-5-mini | minimal | {\"reasoning_effort\":\"minimal\"}",
			"openai@openai-chat | gpt-5-mini | max | {\"reasoning_effort\":\"high\"}",
			"openai@openai-chat | gpt-5-pro | low | {\"reasoning_effort\":\"high\"}",
			"openai@openai-chat | gpt-5.2-pro | max | {\"reasoning_effort\":\"xhigh\"}",
			"openai@openai-chat | gpt-5.1-codex | xhigh | {\"reasoning_effort\":\"high\"}",
			"openai@openai-chat | gpt-5.1 | none | {\"reasoning_effort\":\"none\"}",
			"openai@openai-chat | gpt-5.1 | xhigh | {\"reasoning_effort\":\"high\"}",
			"openai@openai-chat | gpt-5.2 | xhigh | {\"reasoning_effort\":\"xhigh\"}",
			"openai@openai-chat | gpt-5.4 | low | {\"reasoning_effort\":\"low\"}",
			"openai@openai-chat | gpt-5.5 | none | {\"reasoning_effort\":\"none\"}",
			"openai | gpt-6 | none | {\"reasoning\":{\"effort\":\"none\"}}",
			"openai@openai-chat | gpt-5.6 | medium | {\"reasoning_effort\":\"medium\"}",
			"openai@openai-chat | gpt-4o | none | {}",
			"azure-openai@openai-chat | my-deployment | low | {\"reasoning_effort\":\"low\"}",
			"azure-openai@openai-chat | gpt-5.2 | none | {\"reasoning_effort\":\"none\"}",
			"azure-foundry | deepseek-x | low | {\"reasoning_effort\":\"low\"}",
			"azure-foundry | gpt-5.1 | none | {\"reasoning_effort\":\"none\"}",
			"openai | o3-mini | high | {\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"}}",
			"openai | o3 | 20000 | {\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"}}",
			"openai | gpt-5-mini | minimal | {\"reasoning\":{\"effort\":\"minimal\",\"summary\":\"auto\"}}",
			"openai | gpt-5.2-pro | max | {\"reasoning\":{\"effort\":\"xhigh\",\"summary\":\"auto\"}}",
			"openai | gpt-5.6 | none | {\"reasoning\":{\"effort\":\"none\"}}", "openai | gpt-4o | none | {}",
			"azure-openai | my-deployment | low | {\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}}",
			"azure-openai | gpt-5.2 | xhigh | {\"reasoning\":{\"effort\":\"xhigh\",\"summary\":\"auto\"}}",
			"xai | grok-4.3 | medium | {\"reasoning\":{\"effort\":\"medium\"}}",
			"openrouter@openai-responses | openai/gpt-5.2 | xhigh | {\"reasoning\":{\"effort\":\"xhigh\"}}",
			"deepseek@openai-responses | deepseek-v4-flash | low | {\"reasoning\":{\"effort\":\"low\"}}",
			"groq | openai/gpt-oss-120b | max | {\"reasoning_effort\":\"high\"}",
			"groq | qwen/qwen3-32b | high | {\"reasoning_effort\":\"default\"}",
			"groq | qwen/qwen3-32b | none | {\"reasoning_effort\":\"none\"}",
			"deepseek | deepseek-v4-pro | high | {\"thinking\":{\"type\":\"enabled\"},\"reasoning_effort\":\"high\"}",
			"deepseek | deepseek-v4-pro | none | {\"thinking\":{\"type\":\"disabled\"}}",
			"zai | glm-5 | high | {\"thinking\":{\"type\":\"enabled\"}}",
			"zai | glm-5 | none | {\"thinking\":{\"type\":\"disabled\"}}",
			"openrouter | anthropic/claude-x | max | {\"reasoning\":{\"effort\":\"xhigh\"}}",
			"openrouter | anthropic/claude-x | none | {\"reasoning\":{\"effort\":\"none\"}}",
			"openrouter | anthropic/claude-x | 3000 | {\"reasoning\":{\"max_tokens\":3000}}",
			"ollama | qwen3:8b | low | {\"think\":true}", "ollama | qwen3:8b | none | {\"think\":false}",
			"ollama | gpt-oss:20b | high | {\"think\":\"high\"}",
			"ollama@openai-chat | gpt-oss:20b | max | {\"reasoning_effort\":\"high\"}",
			"ollama@openai-chat | qwen3 | max | {\"reasoning_effort\":\"max\"}",
			"ollama@openai-chat | qwen3 | none | {\"reasoning_effort\":\"none\"}",
			"ollama@openai-responses | qwen3 | none | {\"reasoning\":{\"effort\":\"none\"}}",
			"mistral | mistral-small-latest | low | {\"reasoning_effort\":\"high\"}",
			"mistral | mistral-small-latest | none | {\"reasoning_effort\":\"none\"}",
			"mistral | magistral-medium-latest | low | {\"prompt_mode\":\"reasoning\"}",
			"cohere | command-a-reasoning-08-2025 | 2000 | "
					+ "{\"thinking\":{\"type\":\"enabled\",\"token_budget\":2000}}",
			"cohere | command-a-plus | high | {\"thinking\":{\"type\":\"enabled\"}}",
			"bedrock | us.anthropic.claude-haiku-4-5-20251001-v1:0 | 2000 | "
					+ "{\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}}",
			"bedrock | global.anthropic.claude-opus-4-7 | xhigh | "
					+ "{\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"xhigh\"}}}",
			"bedrock | us.anthropic.claude-haiku-4-5-20251001-v1:0 | max | "
					+ "{\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":48000}}}",
			"bedrock | us.anthropic.claude-opus-4-20250514-v1:0 | max | "
					+ "{\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":24576}}}",
			"bedrock | us.amazon.nova-2-lite-v1:0 | max | "
					+ "{\"additionalModelRequestFields\":{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}}",
			"bedrock | openai.gpt-oss-120b-1:0 | low | "
					+ "{\"additionalModelRequestFields\":{\"reasoning_effort\":\"low\"}}",
			"bedrock | meta.llama3 | none | {}",
			"xai@openai-chat | grok-3-mini | medium | {\"reasoning_effort\":\"low\"}",
			"xai@openai-chat | grok-4.3 | medium | {\"reasoning_effort\":\"medium\"}",
			"dashscope | qwen3-max | 3000 | {\"enable_thinking\":true,\"thinking_budget\":3000}",
			"dashscope | qwen3-max | none | {\"enable_thinking\":false}",
			"vllm | qwen3 | low | {\"chat_template_kwargs\":{\"enable_thinking\":true},\"reasoning_effort\":\"low\"}",
			"llama-cpp | qwen3 | none | {\"chat_template_kwargs\":{\"enable_thinking\":false}}",
			"openai-compatible | any | low | {\"reasoning_effort\":\"low\"}",
			"anthropic | claude-sonnet-4-5 | 5000 | {\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5000}}",
			"anthropic | claude-sonnet-4-5 | minimal | {\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}",
			"anthropic | claude-sonnet-4-5 | none | {\"thinking\":{\"type\":\"disabled\"}}",
			"anthropic | claude-opus-4-1 | max | {\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":24576}}",
			"anthropic | claude-sonnet-4-0 | low | {\"max_tokens\":8192,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096}}",
			"anthropic | claude-opus-4-6 | xhigh | {\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"},\"output_config\":{\"effort\":\"high\"}}",
			"anthropic | claude-opus-4-7 | xhigh | {\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"},\"output_config\":{\"effort\":\"xhigh\"}}",
			"anthropic | claude-sonnet-5 | minimal | {\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"},\"output_config\":{\"effort\":\"low\"}}",
			"anthropic | claude-opus-5 | none | {\"thinking\":{\"type\":\"disabled\"}}",
			"anthropic | claude-3-haiku-20240307 | none | {}",
			"gemini | gemini-2.5-flash | 0 | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":false,\"thinkingBudget\":0}}}",
			"gemini | gemini-2.5-flash | max | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingBudget\":24576}}}",
			"gemini | gemini-2.5-pro | 10 | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingBudget\":128}}}",
			"gemini | gemini-3-flash-preview | minimal | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingLevel\":\"minimal\"}}}",
			"gemini | gemini-3-pro-preview | medium | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingLevel\":\"low\"}}}",
			"vertex | gemini-3.1-pro-preview | medium | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingLevel\":\"medium\"}}}",
			"gemini | gemini-flash-latest | xhigh | {\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingLevel\":\"high\"}}}" })
	void controlIsWrittenInTheWordsOfTheModel(String preset, String model, String asked, String expected) {
		assertThat(difference(preset, model, asking(asked))).isEqualTo(Wire.json(expected));
		assertThat(wire(preset).call(request(model, asking(asked))).warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "openai,gpt-4o", "openai@openai-chat,gpt-4o", "azure-openai,gpt-4.1", "xai@openai-chat,grok-4-1-fast",
			"groq,llama-3.3-70b", "moonshot,kimi", "xai,grok-4-1-fast-reasoning", "anthropic,claude-3-5-haiku-20241022",
			"gemini,gemini-2.0-flash", "gemini,gemma-3-27b-it" })
	void modelThatCannotThinkIsNotAskedTo(String preset, String model) {
		assertThat(difference(preset, model, asking("high"))).isEqualTo(Wire.json("{}"));
		assertThat(wire(preset).call(request(model, asking("high"))).warnings()).singleElement()
			.asString()
			.contains("'reasoning'", model);
	}

	@ParameterizedTest
	@CsvSource({ "openai@openai-chat,gpt-5-mini,{\"reasoning_effort\":\"minimal\"}",
			"mistral,magistral-small-2506,{\"prompt_mode\":\"reasoning\"}", "ollama,gpt-oss:20b,{\"think\":\"low\"}",
			"ollama@openai-chat,gpt-oss:20b,{\"reasoning_effort\":\"low\"}",
			"openai@openai-chat,o3,{\"reasoning_effort\":\"low\"}",
			"openai,gpt-5-mini,{\"reasoning\":{\"effort\":\"minimal\"}}",
			"openai,o3,{\"reasoning\":{\"effort\":\"low\"}}" })
	void modelThatAlwaysThinksSaysSo(String preset, String model, String expected) {
		assertThat(difference(preset, model, asking("none"))).isEqualTo(Wire.json(expected));
		assertThat(wire(preset).call(request(model, asking("none"))).warnings()).singleElement()
			.asString()
			.contains(model, "cannot be kept from thinking");
		ChatOptions strict = asking("none").toBuilder().strict(true).build();
		assertThat(catchThrowableOfType(LlmException.class, () -> wire(preset).body(request(model, strict))).reason())
			.isEqualTo(LlmException.Reason.UNSUPPORTED);
	}

	@Test
	void leastThinkingOfTheOlderProIsAsked() {
		assertThat(difference("gemini", "gemini-2.5-pro", asking("none"))).isEqualTo(Wire
			.json("{\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":false,\"thinkingBudget\":128}}}"));
		assertThat(wire("gemini").call(request("gemini-3-pro", asking("none"))).warnings()).hasSize(1);
	}

	@Test
	void thinkingOfNewestModelsMakesWayForToolsOnChatCompletions() {
		assertThat(difference("openai@openai-chat", "gpt-5.6", ChatOptions.NONE, CLOCK).path("reasoning_effort")
			.asString()).isEqualTo("none");
		assertThat(
				difference("openai@openai-chat", "gpt-5.6", asking("high"), CLOCK).path("reasoning_effort").asString())
			.isEqualTo("none");
		assertThat(wire("openai@openai-chat").call(request("gpt-5.6", ChatOptions.NONE, CLOCK)).warnings()).isEmpty();
		for (String model : List.of("gpt-5.4", "gpt-5.5", "gpt-5.6")) {
			assertThat(wire("openai@openai-chat").call(request(model, asking("high"), CLOCK)).warnings()).as(model)
				.singleElement()
				.asString()
				.contains("'reasoning'", "tools");
		}
		assertThat(wire("openai@openai-chat").body(request("gpt-5.5", asking("high"), CLOCK)).has("reasoning_effort"))
			.isFalse();
		assertThat(wire("openai@openai-chat").body(request("gpt-5.2", asking("high"), CLOCK))
			.path("reasoning_effort")
			.asString()).isEqualTo("high");
	}

	@Test
	void newestModelsThinkBesideToolsOnResponses() {
		for (String model : List.of("gpt-5.4", "gpt-5.5", "gpt-5.6")) {
			assertThat(wire("openai").body(request(model, ChatOptions.NONE, CLOCK)).has("reasoning")).isFalse();
			ChatRequest thinking = request(model, asking("high"), CLOCK);
			assertThat(wire("openai").body(thinking).at("/reasoning/effort").asString()).as(model).isEqualTo("high");
			assertThat(wire("openai").call(thinking).warnings()).as(model).isEmpty();
		}
	}

	@Test
	void samplingStaysWhereTheModelCannotThinkAnyway() {
		ChatOptions warm = asking("high").toBuilder().temperature(0.5).build();
		for (String preset : List.of("openai", "openai@openai-chat", "azure-openai", "azure-openai@openai-chat")) {
			JsonNode body = wire(preset).body(request("gpt-4.1", warm));
			assertThat(body.path("temperature").asDouble()).as(preset).isEqualTo(0.5);
			assertThat(body.has("reasoning") || body.has("reasoning_effort")).as(preset).isFalse();
		}
	}

	@Test
	void samplingIsLeftOutOnlyWhileTheModelThinks() {
		for (String address : List.of("openai/gpt-5.2", "openai@openai-chat/gpt-5.2", "azure-openai/gpt-5.4",
				"anthropic/claude-sonnet-4-5", "anthropic/claude-opus-4-6")) {
			String preset = address.substring(0, address.indexOf('/'));
			String model = address.substring(preset.length() + 1);
			ChatOptions warm = ChatOptions.builder().temperature(0.5).build();
			assertThat(wire(preset).body(request(model, warm)).path("temperature").asDouble()).isEqualTo(0.5);
			ChatRequest thinking = request(model, warm.orElse(asking("low")));
			assertThat(wire(preset).body(thinking).has("temperature")).as(address).isFalse();
			assertThat(wire(preset).call(thinking).warnings()).singleElement().asString().contains("'temperature'");
		}
	}

	@Test
	void forcedCallAndThinkingGoTogetherOnlyWithAdaptiveThinking() {
		ChatOptions forced = asking("low").toBuilder().toolChoice(ToolChoice.REQUIRED).build();
		JsonNode older = wire("anthropic").body(request("claude-sonnet-4-5", forced, CLOCK));
		assertThat(older.has("thinking")).isFalse();
		assertThat(older.path("tool_choice")).isEqualTo(Wire.json("{\"type\":\"any\"}"));
		JsonNode newer = wire("anthropic").body(request("claude-opus-4-6", forced, CLOCK));
		assertThat(newer.path("thinking").path("type").asString()).isEqualTo("adaptive");
		assertThat(newer.path("tool_choice")).isEqualTo(Wire.json("{\"type\":\"any\"}"));
		JsonNode never = wire("anthropic").body(request("claude-fable-5", forced, CLOCK));
		assertThat(never.has("tool_choice")).isFalse();
		assertThat(never.path("thinking").path("type").asString()).isEqualTo("adaptive");
		assertThat(wire("deepseek").call(request("deepseek-v4-pro", forced, CLOCK)).warnings()).hasSize(1);
		assertThat(wire("moonshot")
			.call(request("kimi", ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build(), CLOCK))
			.warnings()).singleElement().asString().contains("'tool-choice'");
	}

	@Test
	void budgetFitsIntoTheLimitOfTheAnswer() {
		ChatOptions wide = asking("9000").toBuilder().maxOutputTokens(8000).build();
		JsonNode lowered = wire("anthropic").body(request("claude-sonnet-4-5", wide));
		assertThat(lowered.path("max_tokens").asInt()).isEqualTo(8000);
		assertThat(lowered.path("thinking").path("budget_tokens").asInt()).isEqualTo(3904);
		assertThat(wire("anthropic").call(request("claude-sonnet-4-5", wide)).warnings()).singleElement()
			.asString()
			.contains("9000", "3904");
		ChatOptions narrow = asking("high").toBuilder().maxOutputTokens(1024).build();
		assertThat(wire("anthropic").body(request("claude-sonnet-4-5", narrow)).has("thinking")).isFalse();
		assertThat(wire("anthropic").call(request("claude-sonnet-4-5", narrow)).warnings()).hasSize(1);
		assertThat(wire("anthropic").body(request("claude-sonnet-4-5", asking("70000"))).path("max_tokens").asInt())
			.isEqualTo(74096);
	}

	@Test
	void fieldsOfTheCallerWinOverTheControl() {
		ChatOptions options = asking("high").toBuilder()
			.extra("chat_template_kwargs", Map.of("enable_thinking", false, "x", 1))
			.extra("reasoning_effort", "odd")
			.build();
		JsonNode body = wire("vllm").body(request("qwen3", options));
		assertThat(body.path("chat_template_kwargs")).isEqualTo(Wire.json("{\"enable_thinking\":false,\"x\":1}"));
		assertThat(body.path("reasoning_effort").asString()).isEqualTo("odd");
	}

}
