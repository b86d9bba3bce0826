package io.github.llmspring.wire;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for how each format says whether a tool has to be called.
 */
class ToolChoiceTests {

	private static final Map<String, ToolChoice> CHOICES = Map.of("auto", ToolChoice.AUTO, "required",
			ToolChoice.REQUIRED, "none", ToolChoice.NONE, "named", ToolChoice.named("clock"));

	private static final Map<String, String> FIELDS = Map.of("openai-chat", "/tool_choice", "openai-responses",
			"/tool_choice", "anthropic", "/tool_choice", "gemini", "/toolConfig/functionCallingConfig");

	private static Wire wire(String format) {
		return Wire.of(WireFormats.all().get(format));
	}

	private static ChatRequest request(ChatOptions options) {
		return Wire.request(Message.user("Hi"))
			.toBuilder()
			.options(options)
			.tools(List.of(new ToolDefinition("clock", "Tells the time.", "{\"type\":\"object\"}")))
			.build();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "openai-chat | auto | \"auto\"", "openai-chat | required | \"required\"",
					"openai-chat | none | \"none\"",
					"openai-chat | named | {\"type\":\"function\",\"function\":{\"name\":\"clock\"}}",
					"openai-responses | auto | \"auto\"", "openai-responses | required | \"required\"",
					"openai-responses | none | \"none\"",
					"openai-responses | named | {\"type\":\"function\",\"name\":\"clock\"}",
					"anthropic | auto | {\"type\":\"auto\"}", "anthropic | required | {\"type\":\"any\"}",
					"anthropic | none | {\"type\":\"none\"}",
					"anthropic | named | {\"type\":\"tool\",\"name\":\"clock\"}", "gemini | auto | {\"mode\":\"AUTO\"}",
					"gemini | required | {\"mode\":\"ANY\"}", "gemini | none | {\"mode\":\"NONE\"}",
					"gemini | named | {\"mode\":\"ANY\",\"allowedFunctionNames\":[\"clock\"]}" })
	void choiceIsWrittenInTheServicesWords(String format, String choice, String expected) {
		ChatRequest request = request(ChatOptions.builder().toolChoice(CHOICES.get(choice)).build());
		assertThat(wire(format).body(request).at(FIELDS.get(format))).isEqualTo(Wire.json(expected));
		assertThat(wire(format).body(request).path("tools")).hasSize(1);
		assertThat(wire(format).call(request).warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "openai-chat", "openai-responses", "anthropic", "gemini" })
	void nothingIsSaidWhereNothingIsAskedOrNoToolIsOffered(String format) {
		assertThat(wire(format).body(request(ChatOptions.NONE)).at(FIELDS.get(format)).isMissingNode()).isTrue();
		for (ToolChoice choice : List.of(ToolChoice.AUTO, ToolChoice.NONE)) {
			ChatOptions options = ChatOptions.builder().toolChoice(choice).build();
			assertThat(wire(format).body(options)).isEqualTo(wire(format).body(ChatOptions.NONE));
			assertThat(wire(format).warnings(options)).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "openai-chat", "openai-responses", "anthropic", "gemini" })
	void forcedCallWithoutToolsIsLeftOutWithAWarningOrRefused(String format) {
		ChatOptions options = ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build();
		assertThat(wire(format).body(options)).isEqualTo(wire(format).body(ChatOptions.NONE));
		assertThat(wire(format).warnings(options)).singleElement().asString().contains("'tool-choice'");
		LlmException refusal = catchThrowableOfType(LlmException.class,
				() -> wire(format).body(options.toBuilder().strict(true).build()));
		assertThat(refusal.reason()).isEqualTo(LlmException.Reason.UNSUPPORTED);
	}

	@Test
	void oneCallAtATimeIsAskedForWhereItCanBe() {
		ChatOptions single = ChatOptions.builder().parallelToolCalls(false).build();
		for (String format : List.of("openai-chat", "openai-responses")) {
			assertThat(wire(format).body(request(single)).path("parallel_tool_calls")).isEqualTo(Wire.json("false"));
			assertThat(wire(format).body(single).has("parallel_tool_calls")).isFalse();
		}
		assertThat(wire("anthropic").body(request(single)).path("tool_choice"))
			.isEqualTo(Wire.json("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"));
		ChatOptions named = single.toBuilder().toolChoice(ToolChoice.named("clock")).build();
		assertThat(wire("anthropic").body(request(named)).path("tool_choice"))
			.isEqualTo(Wire.json("{\"type\":\"tool\",\"name\":\"clock\",\"disable_parallel_tool_use\":true}"));
		ChatOptions none = single.toBuilder().toolChoice(ToolChoice.NONE).build();
		assertThat(wire("anthropic").body(request(none)).path("tool_choice"))
			.isEqualTo(Wire.json("{\"type\":\"none\"}"));
		assertThat(wire("gemini").body(request(single))).isEqualTo(wire("gemini").body(request(ChatOptions.NONE)));
		assertThat(wire("gemini").call(request(single)).warnings()).singleElement()
			.asString()
			.contains("'parallel-tool-calls'");
	}

	@Test
	void strictRequestIsRefusedWhereItWouldBeChanged() {
		ChatOptions strict = ChatOptions.builder().strict(true).build();
		for (ChatOptions options : List.of(strict.toBuilder().temperature(1.5).build(),
				strict.toBuilder().temperature(0.5).topP(0.5).build(), strict.toBuilder().stop(" ").build(),
				strict.toBuilder().seed(1L).build())) {
			LlmException refusal = catchThrowableOfType(LlmException.class, () -> wire("anthropic").body(options));
			assertThat(refusal.reason()).isEqualTo(LlmException.Reason.UNSUPPORTED);
		}
		assertThat(wire("anthropic").body(strict)).isEqualTo(wire("anthropic").body(ChatOptions.NONE));
	}

}
