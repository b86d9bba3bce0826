package io.github.llmspring.wire.responses;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ProviderData;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ResponsesRequestTests {

	private final Wire wire = Wire.of(new OpenAiResponsesFormat());

	@Test
	void wholeRequestIsWritten() {
		ChatRequest request = ChatRequest.builder()
			.model("gpt-x")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi"), Message.assistant("Hello"),
					Message.user("Bye")))
			.options(ChatOptions.builder()
				.temperature(0.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.extra("service_tier", "flex")
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.method()).isEqualTo("POST");
		assertThat(call.path()).isEqualTo("/responses");
		assertThat(call.headers()).containsOnly(Map.entry("Accept", "application/json"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"model":"gpt-x","store":false,"instructions":"Be brief.",
				"input":[{"role":"user","content":"Hi"},
				{"role":"assistant","content":[{"type":"output_text","text":"Hello"}]},
				{"role":"user","content":"Bye"}],
				"max_output_tokens":100,"temperature":0.5,"top_p":0.9,"service_tier":"flex"}"""));
	}

	@Test
	void shortRequestHoldsNothingThatWasNotAskedFor() {
		assertThat(this.wire.body(Message.user("Hi"))).isEqualTo(Wire.json("""
				{"model":"m","input":[{"role":"user","content":"Hi"}],"store":false}"""));
	}

	@Test
	void streamIsAskedFor() {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().streaming(true).build();
		assertThat(this.wire.body(request).path("stream").asBoolean()).isTrue();
		assertThat(this.wire.call(request).headers()).containsEntry("Accept", "text/event-stream");
	}

	@Test
	void fieldsOfTheCallerWin() {
		JsonNode body = this.wire.body(ChatOptions.builder()
			.extra("store", true)
			.extra("include", List.of("web_search_call.action.sources"))
			.extra("reasoning", Map.of("effort", "low", "summary", "auto"))
			.build());
		assertThat(body.path("store").asBoolean()).isTrue();
		assertThat(body.path("include")).isEqualTo(Wire.json("[\"web_search_call.action.sources\"]"));
		assertThat(body.path("reasoning")).isEqualTo(Wire.json("{\"effort\":\"low\",\"summary\":\"auto\"}"));
	}

	@Test
	void thinkingIsAskedForInEncryptedFormWhereTheServiceHasIt() {
		assertThat(this.wire.with(Map.of("encrypted-reasoning", true)).body(Message.user("Hi")).path("include"))
			.isEqualTo(Wire.json("[\"reasoning.encrypted_content\"]"));
	}

	@Test
	void optionsTheFormatDoesNotKnowAreLeftOutWithAWarning() {
		ChatOptions options = ChatOptions.builder()
			.stop("END")
			.seed(1L)
			.frequencyPenalty(0.5)
			.presencePenalty(0.5)
			.build();
		assertThat(this.wire.body(options)).isEqualTo(this.wire.body(ChatOptions.NONE));
		assertThat(this.wire.warnings(options)).hasSize(4)
			.anySatisfy((warning) -> assertThat(warning).contains("'stop'"))
			.anySatisfy((warning) -> assertThat(warning).contains("'seed'"))
			.anySatisfy((warning) -> assertThat(warning).contains("'frequency-penalty'"))
			.anySatisfy((warning) -> assertThat(warning).contains("'presence-penalty'"));
	}

	@Test
	void optionsTheModelRejectsAreLeftOutWithAWarning() {
		Wire strict = this.wire
			.with(Map.of("models", List.of(Map.of("match", "m", "rejects", List.of("temperature")))));
		ChatOptions options = ChatOptions.builder().temperature(1.0).topP(0.9).build();
		assertThat(strict.body(options).has("temperature")).isFalse();
		assertThat(strict.body(options).path("top_p").asDouble()).isEqualTo(0.9);
		assertThat(strict.warnings(options)).singleElement().asString().contains("'temperature'");
	}

	@Test
	void tokenLimitBelowTheLeastIsRaisedWithAWarning() {
		ChatOptions low = ChatOptions.builder().maxOutputTokens(5).build();
		assertThat(this.wire.body(low).path("max_output_tokens").asInt()).isEqualTo(16);
		assertThat(this.wire.warnings(low)).singleElement().asString().contains("5", "16");
		ChatOptions least = ChatOptions.builder().maxOutputTokens(16).build();
		assertThat(this.wire.body(least).path("max_output_tokens").asInt()).isEqualTo(16);
		assertThat(this.wire.warnings(least)).isEmpty();
		assertThat(this.wire.with(Map.of("min-output-tokens", 1)).body(low).path("max_output_tokens").asInt())
			.isEqualTo(5);
		LlmException refusal = catchThrowableOfType(LlmException.class,
				() -> this.wire.body(low.toBuilder().strict(true).build()));
		assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
		assertThat(refusal).hasMessageContaining("no less than 16");
	}

	@Test
	void rulesAtTheBeginningAreInstructionsAndLaterOnesStayInTheirPlace() {
		JsonNode body = this.wire.body(Message.system("One."), Message.system(" "), Message.system("Two."),
				Message.user("Hi"), Message.system("Three."), Message.user("there"));
		assertThat(body.path("instructions").asString()).isEqualTo("One.\n\nTwo.");
		assertThat(body.path("input")).isEqualTo(Wire.json("""
				[{"role":"user","content":"Hi"},{"role":"system","content":"Three."},
				{"role":"user","content":"there"}]"""));
		assertThat(this.wire.with(Map.of("system-role", "developer"))
			.body(Message.user("Hi"), Message.system("Three."))
			.path("input")
			.path(1)).isEqualTo(Wire.json("{\"role\":\"developer\",\"content\":\"Three.\"}"));
	}

	@Test
	void conversationOfRulesOnlyIsRejected() {
		LlmException exception = this.wire.unwritable(Message.system("Be brief."));
		assertThat(exception.reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(exception).hasMessageContaining("user's message");
		assertThat(this.wire.unwritable().reason()).isEqualTo(Reason.INVALID_REQUEST);
	}

	@Test
	void summaryIsAskedForOnlyWhereTheModelIsToThink() {
		Wire summing = this.wire.with(Map.of("reasoning-summary", "auto", "reasoning-efforts", List.of("none", "low")));
		ReasoningControl low = ReasoningControl.of(ReasoningControl.Effort.LOW);
		assertThat(summing.body(ChatOptions.builder().reasoning(low).build()).path("reasoning"))
			.isEqualTo(Wire.json("{\"effort\":\"low\",\"summary\":\"auto\"}"));
		assertThat(
				summing.body(ChatOptions.builder().reasoning(ReasoningControl.ofTokens(0)).build()).path("reasoning"))
			.isEqualTo(Wire.json("{\"effort\":\"none\"}"));
		assertThat(summing.body(ChatOptions.NONE).has("reasoning")).isFalse();
		assertThat(this.wire.body(ChatOptions.builder().reasoning(low).build()).path("reasoning"))
			.isEqualTo(Wire.json("{\"effort\":\"low\"}"));
	}

	@Test
	void fieldsOfTheCallerAreMixedIntoReasoningAndText() {
		ChatRequest request = formed(
				Map.of("reasoning", Map.of("summary", "detailed"), "text", Map.of("verbosity", "low")));
		JsonNode body = this.wire.body(request);
		assertThat(body.path("reasoning")).isEqualTo(Wire.json("{\"effort\":\"high\",\"summary\":\"detailed\"}"));
		assertThat(body.path("text")).isEqualTo(Wire.json("""
				{"verbosity":"low","format":{"type":"json_schema","name":"person","schema":{"type":"object"},
				"strict":false}}"""));
	}

	@Test
	void jsonIsAskedForInTheConversationItself() {
		Wire json = this.wire.with(Map.of("structured-output", "json", "system-role", "developer"));
		JsonNode body = json.body(formed(Map.of()));
		assertThat(body.path("text")).isEqualTo(Wire.json("{\"format\":{\"type\":\"json_object\"}}"));
		assertThat(body.path("instructions").asString()).isEqualTo("Be brief.");
		assertThat(body.path("input")).hasSize(2);
		assertThat(body.at("/input/0/role").asString()).isEqualTo("developer");
		assertThat(body.at("/input/0/content").asString()).contains("JSON", "{\"type\":\"object\"}");
	}

	@Test
	void answerIsMadeACallWhereNoFieldLeadsToTheForm() {
		Wire byTool = this.wire.with(Map.of("structured-output", "tool"));
		JsonNode alone = byTool.body(formed(Map.of()));
		assertThat(alone.has("text")).isFalse();
		assertThat(alone.path("instructions").asString()).isEqualTo("Be brief.");
		assertThat(alone.path("tools")).hasSize(1);
		assertThat(alone.at("/tools/0/parameters")).isEqualTo(Wire.json("{\"type\":\"object\"}"));
		assertThat(alone.path("tool_choice"))
			.isEqualTo(Wire.json("{\"type\":\"function\",\"name\":\"final_json_answer\"}"));
		ChatRequest besideTools = formed(Map.of()).toBuilder()
			.tools(List.of(new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}")))
			.build();
		assertThat(byTool.body(besideTools).path("tools")).hasSize(2);
		assertThat(byTool.body(besideTools).path("tool_choice").asString()).isEqualTo("required");
	}

	@Test
	void wordsSayItWhereTheCallCannotBeForced() {
		for (Map<String, Object> obstacle : List.<Map<String, Object>>of(
				Map.of("rejects", List.of("tool-choice-named")), Map.of("forced-call-beside-reasoning", false))) {
			Map<String, Object> dialect = new HashMap<>(obstacle);
			dialect.put("structured-output", "tool");
			JsonNode body = this.wire.with(dialect).body(formed(Map.of()));
			assertThat(body.has("tools")).isFalse();
			assertThat(body.path("instructions").asString()).contains("JSON Schema");
		}
	}

	@Test
	void wordsAboutTheFormAreRules() {
		JsonNode body = this.wire.with(Map.of("structured-output", "prompt")).body(formed(Map.of()));
		assertThat(body.has("text")).isFalse();
		assertThat(body.path("instructions").asString()).startsWith("Be brief.\n\n").contains("{\"type\":\"object\"}");
		assertThat(body.path("input")).isEqualTo(Wire.json("[{\"role\":\"user\",\"content\":\"Hi\"}]"));
	}

	@Test
	void marksOfTheCacheChangeNothing() {
		Message marked = Message.user("Hi").cache();
		assertThat(this.wire.body(marked)).isEqualTo(this.wire.body(Message.user("Hi")));
		assertThat(this.wire.call(Wire.request(marked)).warnings()).isEmpty();
	}

	private static ChatRequest formed(Map<String, Object> extra) {
		return Wire.request(Message.system("Be brief."), Message.user("Hi"))
			.toBuilder()
			.options(ChatOptions.builder()
				.reasoning(ReasoningControl.of(ReasoningControl.Effort.HIGH))
				.extra(extra)
				.build())
			.outputFormat(new OutputFormat("person", "{\"type\":\"object\"}"))
			.build();
	}

	@Test
	void toolsAreFlatAndNotStrict() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "{\"type\":\"object\",\"properties\":{}}")))
			.build();
		assertThat(this.wire.body(request).path("tools")).isEqualTo(Wire.json("""
				[{"type":"function","name":"weather","description":"Tells it.",
				"parameters":{"type":"object","properties":{}},"strict":false}]"""));
		assertThat(this.wire.body(request).has("tool_choice")).isFalse();
	}

	@Test
	void toolWithABrokenSchemaIsRejected() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "[]")))
			.build();
		LlmException exception = catchThrowableOfType(LlmException.class, () -> this.wire.call(request));
		assertThat(exception.reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(exception).hasMessageContaining("weather");
	}

	@Test
	void toolTurnIsWritten() {
		Content.ToolCall paris = new Content.ToolCall("call_1", "weather", "{\"city\": \"Paris\"}");
		Content.ToolCall rome = new Content.ToolCall("call_2", "weather", "");
		JsonNode input = this.wire
			.body(Message.user("Weather?"), Message.of(Role.ASSISTANT, new Content.Text("I look."), paris, rome),
					Message.tool(Content.ToolResult.of(paris, "18C"), Content.ToolResult.failed(rome, "boom")),
					Message.user("And?"))
			.path("input");
		assertThat(input).isEqualTo(Wire.json("""
				[{"role":"user","content":"Weather?"},
				{"role":"assistant","content":[{"type":"output_text","text":"I look."}]},
				{"type":"function_call","call_id":"call_1","name":"weather","arguments":"{\\"city\\": \\"Paris\\"}"},
				{"type":"function_call","call_id":"call_2","name":"weather","arguments":"{}"},
				{"type":"function_call_output","call_id":"call_1","output":"18C"},
				{"type":"function_call_output","call_id":"call_2","output":"boom"},
				{"role":"user","content":"And?"}]"""));
	}

	@Test
	void argumentsThatAreNoObjectBecomeAnEmptyOne() {
		for (String arguments : List.of("{\"a\":", "[1]", "null", "{} {}", "nonsense")) {
			Content.ToolCall call = new Content.ToolCall("c", "weather", arguments);
			assertThat(this.wire.body(Message.user("a"), Message.of(Role.ASSISTANT, call)).findValue("arguments"))
				.as(arguments)
				.isEqualTo(Wire.json("\"{}\""));
		}
	}

	@Test
	void callsOfOneIdInDifferentTurnsAreToldApart() {
		Content.ToolCall first = new Content.ToolCall("call_0", "weather", "{}");
		Content.ToolCall second = new Content.ToolCall("call_0", "clock", "{}");
		JsonNode input = this.wire
			.body(Message.user("a"), Message.of(Role.ASSISTANT, first), Message.tool(Content.ToolResult.of(first, "1")),
					Message.of(Role.ASSISTANT, second), Message.tool(Content.ToolResult.of(second, "2")))
			.path("input");
		List<String> ids = input.findValuesAsString("call_id");
		assertThat(ids).hasSize(4);
		assertThat(ids.get(0)).isEqualTo("call_0").isEqualTo(ids.get(1));
		assertThat(ids.get(2)).isNotEqualTo("call_0").isEqualTo(ids.get(3));
	}

	@Test
	void emptyTextOfTheModelIsNotSent() {
		Content.ToolCall call = new Content.ToolCall("c", "weather", "{}");
		assertThat(
				this.wire.body(Message.user("a"), Message.of(Role.ASSISTANT, new Content.Text(""), call)).path("input"))
			.isEqualTo(Wire.json("""
					[{"role":"user","content":"a"},
					{"type":"function_call","call_id":"c","name":"weather","arguments":"{}"}]"""));
	}

	@Test
	void thinkingOfOthersIsNotSent() {
		ChatRequest request = Wire.request(Message.user("a"),
				Message.of(Role.ASSISTANT, new Content.Reasoning("plain"),
						new Content.Reasoning("foreign", new ProviderData("anthropic", "signature:c2ln")),
						new Content.Text("b", new ProviderData("gemini", "c2ln"))));
		assertThat(this.wire.body(request).path("input")).isEqualTo(Wire.json("""
				[{"role":"user","content":"a"},
				{"role":"assistant","content":[{"type":"output_text","text":"b"}]}]"""));
	}

	@Test
	void attachedDataThatIsNoItemIsNotSent() {
		for (String value : List.of("", "c2ln", "[]", "{\"type\":1}", "{\"type\":\"reasoning\"} {}", "{\"type\":")) {
			ProviderData data = new ProviderData("openai-responses", value);
			assertThat(
					this.wire
						.body(Message.user("a"),
								Message.of(Role.ASSISTANT, new Content.Reasoning("", data),
										new Content.Text("b", data)))
						.path("input")
						.path(1))
				.as(value)
				.isEqualTo(Wire.json("""
						{"role":"assistant","content":[{"type":"output_text","text":"b"}]}"""));
		}
	}

	@Test
	void mediaIsSentAsBytesOrByAddress() {
		byte[] bytes = { 1, 2, (byte) 0xFF };
		JsonNode input = this.wire
			.body(Message.of(Role.USER, new Content.Text("What is it?"), Media.of("image/png", bytes),
					Media.of("image/jpeg", URI.create("https://example.org/a.jpg")), Media.of("application/pdf", bytes),
					Media.of("application/pdf", URI.create("https://example.org/a.pdf"))))
			.path("input");
		assertThat(input).isEqualTo(Wire.json("""
				[{"role":"user","content":[{"type":"input_text","text":"What is it?"},
				{"type":"input_image","detail":"auto","image_url":"data:image/png;base64,AQL/"},
				{"type":"input_image","detail":"auto","image_url":"https://example.org/a.jpg"},
				{"type":"input_file","filename":"document.pdf","file_data":"data:application/pdf;base64,AQL/"},
				{"type":"input_file","file_url":"https://example.org/a.pdf"}]}]"""));
	}

	@Test
	void nameOfAFileGoesAlong() {
		assertThat(this.wire.body(Message.of(Role.USER, Media.of("application/pdf", new byte[1]).withName("a b.pdf")))
			.findValue("filename")
			.asString()).isEqualTo("a b.pdf");
	}

	@Test
	void textFileIsToldAsText() {
		Media notes = Media.of("# Notes\n\u00e9".getBytes(StandardCharsets.UTF_8)).withName("notes.md");
		assertThat(this.wire
			.body(Message.of(Role.USER, notes, Media.of("text/plain", URI.create("https://example.org/a.txt"))))
			.path("input")).isEqualTo(Wire.json("""
					[{"role":"user","content":[
					{"type":"input_text","text":"<file name=\\"notes.md\\">\\n# Notes\\n\u00e9\\n</file>"},
					{"type":"input_file","file_url":"https://example.org/a.txt"}]}]"""));
	}

	@Test
	void soundIsRejectedWithWhereItCanGo() {
		assertThat(this.wire.unwritable(Message.of(Role.USER, Media.of("audio/wav", new byte[1]))))
			.hasMessageContaining("openai-chat");
	}

	@Test
	void largeMediaIsWhole() {
		byte[] bytes = new byte[100_000];
		new Random(1).nextBytes(bytes);
		String sent = this.wire.body(Message.of(Role.USER, Media.of("image/png", bytes)))
			.findValue("image_url")
			.asString();
		assertThat(sent).isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(bytes));
	}

	@Test
	void mediaTypeCannotBreakOutOfItsText() {
		Media odd = Media.of("image/\"png\\", new byte[1]);
		assertThat(this.wire.body(Message.of(Role.USER, odd)).findValue("image_url").asString())
			.isEqualTo("data:image/\"png\\;base64,AA==");
	}

	@Test
	void mediaTheServiceDoesNotTakeIsRejectedWithAdvice() {
		for (Media media : List.of(Media.of("audio/wav", new byte[1]), Media.of("video/mp4", new byte[1]),
				Media.of("application/zip", new byte[1]),
				Media.of("audio/mpeg", URI.create("https://example.org/a")))) {
			LlmException exception = this.wire.unwritable(Message.of(Role.USER, media));
			assertThat(exception.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(exception).hasMessageContaining(media.mediaType()).hasMessageContaining("PDF");
		}
	}

	@Test
	void contentAtAnImpossiblePlaceIsRejected() {
		Media image = Media.of("image/png", new byte[1]);
		Content.ToolCall call = new Content.ToolCall("c", "weather", "{}");
		for (Message message : List.of(Message.of(Role.ASSISTANT, image), Message.of(Role.SYSTEM, image),
				Message.of(Role.TOOL, image), Message.of(Role.TOOL, new Content.Text("a")), Message.of(Role.USER, call),
				Message.of(Role.USER, new Content.Reasoning("a")),
				Message.of(Role.USER, Content.ToolResult.of(call, "1")),
				Message.of(Role.ASSISTANT, Content.ToolResult.of(call, "1")))) {
			assertThat(this.wire.unwritable(Message.user("a"), message).reason()).as(message.toString())
				.isEqualTo(Reason.UNSUPPORTED);
			assertThat(this.wire.unwritable(message, Message.user("a")).reason()).as(message.toString())
				.isEqualTo(Reason.UNSUPPORTED);
		}
	}

}
