package io.github.llmspring.wire.anthropic;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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

class AnthropicRequestTests {

	private static final ProviderData SIGNATURE = new ProviderData("anthropic", "signature:c2ln+/=");

	private final Wire wire = Wire.of(new AnthropicFormat());

	@Test
	void wholeRequestIsWritten() {
		ChatRequest request = ChatRequest.builder()
			.model("claude-x")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi"), Message.assistant("Hello"),
					Message.user("Bye")))
			.options(ChatOptions.builder()
				.temperature(0.5)
				.maxOutputTokens(100)
				.stop("END")
				.extra("metadata", Map.of("user_id", "u"))
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.method()).isEqualTo("POST");
		assertThat(call.path()).isEqualTo("/messages");
		assertThat(call.headers()).containsOnly(Map.entry("anthropic-version", "2023-06-01"),
				Map.entry("Accept", "application/json"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"model":"claude-x","max_tokens":100,"system":"Be brief.","temperature":0.5,"stop_sequences":["END"],
				"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]},
				{"role":"assistant","content":[{"type":"text","text":"Hello"}]},
				{"role":"user","content":[{"type":"text","text":"Bye"}]}],"metadata":{"user_id":"u"}}"""));
	}

	@Test
	void streamIsAskedFor() {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().streaming(true).build();
		assertThat(this.wire.body(request).path("stream").asBoolean()).isTrue();
		assertThat(this.wire.call(request).headers()).containsEntry("Accept", "text/event-stream");
		assertThat(this.wire.body(Message.user("Hi")).has("stream")).isFalse();
	}

	@Test
	void tokenLimitIsAlwaysSent() {
		Wire raised = this.wire.with(Map.of("default-max-output-tokens", 8000, "models",
				List.of(Map.of("match", "claude-large.*", "default-max-output-tokens", 128000))));
		assertThat(this.wire.body(Message.user("Hi")).path("max_tokens").asInt()).isEqualTo(4096);
		assertThat(raised.body(Message.user("Hi")).path("max_tokens").asInt()).isEqualTo(8000);
		ChatRequest large = Wire.request(Message.user("Hi")).toBuilder().model("claude-large-5").build();
		assertThat(raised.body(large).path("max_tokens").asInt()).isEqualTo(128000);
		assertThat(raised.body(ChatOptions.builder().maxOutputTokens(5).build()).path("max_tokens").asInt())
			.isEqualTo(5);
		assertThat(raised.body(ChatOptions.builder().extra("max_tokens", 6).build()).path("max_tokens").asInt())
			.isEqualTo(6);
	}

	@Test
	void optionsTheFormatDoesNotKnowAreLeftOutWithAWarning() {
		ChatOptions options = ChatOptions.builder().seed(1L).frequencyPenalty(0.5).presencePenalty(0.5).build();
		assertThat(this.wire.body(options)).isEqualTo(this.wire.body(ChatOptions.NONE));
		assertThat(this.wire.warnings(options)).hasSize(3)
			.anySatisfy((warning) -> assertThat(warning).contains("'seed'"))
			.anySatisfy((warning) -> assertThat(warning).contains("'frequency-penalty'"))
			.anySatisfy((warning) -> assertThat(warning).contains("'presence-penalty'"));
	}

	@Test
	void optionsTheModelRejectsAreLeftOutWithAWarning() {
		Wire strict = this.wire
			.with(Map.of("models", List.of(Map.of("match", "m", "rejects", List.of("temperature")))));
		ChatOptions options = ChatOptions.builder().temperature(0.5).topP(0.9).build();
		assertThat(strict.body(options).has("temperature")).isFalse();
		assertThat(strict.body(options).path("top_p").asDouble()).isEqualTo(0.9);
		assertThat(strict.warnings(options)).singleElement().asString().contains("'temperature'");
	}

	@Test
	void temperatureAboveOneIsLowered() {
		ChatOptions options = ChatOptions.builder().temperature(1.5).build();
		assertThat(this.wire.body(options).path("temperature").asDouble()).isEqualTo(1.0);
		assertThat(this.wire.warnings(options)).singleElement().asString().contains("1.5");
		assertThat(this.wire.warnings(ChatOptions.builder().temperature(1.0).build())).isEmpty();
	}

	@Test
	void topPGivesWayToTemperature() {
		ChatOptions both = ChatOptions.builder().temperature(0.2).topP(0.9).build();
		assertThat(this.wire.body(both).has("top_p")).isFalse();
		assertThat(this.wire.body(both).path("temperature").asDouble()).isEqualTo(0.2);
		assertThat(this.wire.warnings(both)).singleElement().asString().contains("'top-p'");
		ChatOptions alone = ChatOptions.builder().topP(0.9).build();
		assertThat(this.wire.body(alone).path("top_p").asDouble()).isEqualTo(0.9);
		assertThat(this.wire.warnings(alone)).isEmpty();
	}

	@Test
	void blankStopTextsAreLeftOutWithAWarning() {
		ChatOptions options = ChatOptions.builder().stop("\n", "END").build();
		assertThat(this.wire.body(options).path("stop_sequences")).isEqualTo(Wire.json("[\"END\"]"));
		assertThat(this.wire.warnings(options)).singleElement().asString().contains("'stop'");
	}

	@Test
	void systemPromptsAreHoistedFromWhereverTheyStand() {
		JsonNode body = this.wire.body(Message.system("One."), Message.user("Hi"), Message.system(" "),
				Message.system("Two."), Message.user("there"));
		assertThat(body.path("system"))
			.isEqualTo(Wire.json("[{\"type\":\"text\",\"text\":\"One.\"},{\"type\":\"text\",\"text\":\"Two.\"}]"));
		assertThat(body.path("messages")).isEqualTo(Wire.json("""
				[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"there"}]}]"""));
		assertThat(this.wire.body(Message.user("Hi")).has("system")).isFalse();
	}

	@Test
	void blankTextIsNotSent() {
		assertThat(this.wire.body(Message.user("a"), Message.assistant(" \n"), Message.user("b"), Message.user(""))
			.path("messages")).isEqualTo(Wire.json("""
					[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]"""));
	}

	@Test
	void conversationOfNothingIsRejected() {
		LlmException blank = this.wire.unwritable(Message.system("Be brief."), Message.user("  "));
		assertThat(blank.reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(blank).hasMessageContaining("not blank");
		assertThat(this.wire.unwritable().reason()).isEqualTo(Reason.INVALID_REQUEST);
	}

	@Test
	void conversationThatBeginsWithTheModelGetsAUsersTurn() {
		ChatRequest request = Wire.request(Message.assistant("Hello"), Message.user("Hi"));
		JsonNode messages = this.wire.body(request).path("messages");
		assertThat(messages).hasSize(3);
		assertThat(messages.path(0).path("role").asString()).isEqualTo("user");
		assertThat(messages.path(0).path("content").path(0).path("text").asString()).isNotBlank();
		assertThat(this.wire.call(request).warnings()).hasSize(1);
	}

	@Test
	void whitespaceAtTheEndOfAPrefilledAnswerIsCut() {
		JsonNode messages = this.wire
			.body(Message.user("a "), Message.assistant("b "), Message.user("c "), Message.assistant("d \n"))
			.path("messages");
		assertThat(messages.findValuesAsString("text")).containsExactly("a ", "b ", "c ", "d");
	}

	@Test
	void onlyTheEndOfAPrefilledAnswerIsCut() {
		Message pieces = Message.of(Role.ASSISTANT, new Content.Text("It is "), new Content.Text("18C. "));
		assertThat(this.wire.body(Message.user("a"), pieces).path("messages").findValuesAsString("text"))
			.containsExactly("a", "It is ", "18C.");
	}

	@Test
	void failureOfAToolThatSaysNothingIsSaidToBeOne() {
		Content.ToolCall call = new Content.ToolCall("t", "weather", "{}");
		JsonNode result = this.wire
			.body(Message.user("a"), Message.of(Role.ASSISTANT, call),
					Message.tool(Content.ToolResult.failed(call, " ")))
			.at("/messages/2/content/0");
		assertThat(result.path("is_error").asBoolean()).isTrue();
		assertThat(result.path("content").asString()).isEqualTo("The tool failed.");
	}

	@Test
	void modelThatThinksWithoutADegreeIsNotForcedToCallATool() {
		Wire thinking = this.wire.with(Map.of("thinking", "adaptive", "reasoning-efforts", List.of(),
				"forced-call-beside-reasoning", false, "structured-output", "tool"));
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.options(ChatOptions.builder().reasoning(ReasoningControl.of(ReasoningControl.Effort.HIGH)).build())
			.outputFormat(new OutputFormat("person", "{\"type\":\"object\"}"))
			.build();
		JsonNode body = thinking.body(request);
		assertThat(body.at("/thinking/type").asString()).isEqualTo("adaptive");
		assertThat(body.has("tool_choice")).isFalse();
		assertThat(body.path("system").asString()).contains("JSON Schema");
	}

	@Test
	void toolsAreDefined() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "{\"type\":\"object\",\"properties\":{}}")))
			.build();
		assertThat(this.wire.body(request).path("tools")).isEqualTo(Wire.json("""
				[{"name":"weather","description":"Tells it.","input_schema":{"type":"object","properties":{}}}]"""));
		assertThat(this.wire.body(request).has("tool_choice")).isFalse();
	}

	@Test
	void toolWithABrokenSchemaIsRejected() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "{\"type\":")))
			.build();
		LlmException exception = catchThrowableOfType(LlmException.class, () -> this.wire.call(request));
		assertThat(exception.reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(exception).hasMessageContaining("weather");
	}

	@Test
	void toolTurnIsWritten() {
		Content.ToolCall paris = new Content.ToolCall("toolu_1", "weather", "{\"city\": \"Paris\", \"n\": 1.0}");
		Content.ToolCall rome = new Content.ToolCall("toolu_2", "weather", "");
		JsonNode messages = this.wire.body(Message.user("Weather?"),
				Message.of(Role.ASSISTANT, new Content.Reasoning("Look.", SIGNATURE),
						new Content.Reasoning("", new ProviderData("anthropic", "redacted:aGlk")),
						new Content.Text("I look."), paris, rome),
				Message.tool(Content.ToolResult.of(paris, "18C")),
				Message.tool(Content.ToolResult.failed(rome, "boom")), Message.user("And?"))
			.path("messages");
		assertThat(messages).isEqualTo(Wire.json("""
				[{"role":"user","content":[{"type":"text","text":"Weather?"}]},
				{"role":"assistant","content":[{"type":"thinking","thinking":"Look.","signature":"c2ln+/="},
				{"type":"redacted_thinking","data":"aGlk"},{"type":"text","text":"I look."},
				{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Paris","n":1.0}},
				{"type":"tool_use","id":"toolu_2","name":"weather","input":{}}]},
				{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"18C"},
				{"type":"tool_result","tool_use_id":"toolu_2","content":"boom","is_error":true},
				{"type":"text","text":"And?"}]}]"""));
	}

	@Test
	void resultsOfToolsComeBeforeAllElseInTheirTurn() {
		Content.ToolCall call = new Content.ToolCall("t", "weather", "{}");
		JsonNode content = this.wire
			.body(Message.user("Weather?"), Message.of(Role.ASSISTANT, call), Message.user("Hurry."),
					Message.tool(Content.ToolResult.of(call, "")))
			.path("messages")
			.path(2)
			.path("content");
		assertThat(content).isEqualTo(Wire
			.json("[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"},{\"type\":\"text\",\"text\":\"Hurry.\"}]"));
	}

	@Test
	void historyWithToolCallsDefinesTheirTools() {
		Content.ToolCall call = new Content.ToolCall("t", "weather", "{}");
		JsonNode body = this.wire.body(Message.user("Weather?"), Message.of(Role.ASSISTANT, call, call),
				Message.tool(Content.ToolResult.of(call, "18C")));
		assertThat(body.path("tools")).hasSize(1);
		assertThat(body.path("tools").path(0).path("name").asString()).isEqualTo("weather");
		assertThat(body.path("tools").path(0).path("input_schema")).isEqualTo(Wire.json("{\"type\":\"object\"}"));
		assertThat(body.path("tool_choice")).isEqualTo(Wire.json("{\"type\":\"none\"}"));
	}

	@Test
	void argumentsThatAreNoObjectBecomeAnEmptyOne() {
		for (String arguments : List.of("{\"a\":", "[1]", "null", "\"x\"", "{} {}", "nonsense")) {
			Content.ToolCall call = new Content.ToolCall("t", "weather", arguments);
			assertThat(this.wire.body(Message.user("a"), Message.of(Role.ASSISTANT, call)).findValue("input"))
				.as(arguments)
				.isEqualTo(Wire.json("{}"));
		}
	}

	@Test
	void foreignCallIdsAreMadeAcceptableAndUnique() {
		Content.ToolCall first = new Content.ToolCall("call:0", "weather", "{}");
		Content.ToolCall second = new Content.ToolCall("call:0", "clock", "{}");
		JsonNode messages = this.wire
			.body(Message.user("a"), Message.of(Role.ASSISTANT, first), Message.tool(Content.ToolResult.of(first, "1")),
					Message.of(Role.ASSISTANT, second), Message.tool(Content.ToolResult.of(second, "2")))
			.path("messages");
		List<String> ids = messages.findValuesAsString("id");
		assertThat(ids).doesNotHaveDuplicates().allMatch((id) -> id.matches("[A-Za-z0-9_-]+"));
		assertThat(messages.findValuesAsString("tool_use_id")).isEqualTo(ids);
	}

	@Test
	void thinkingOfOthersIsNotSent() {
		JsonNode messages = this.wire.body(Message.user("a"),
				Message.of(Role.ASSISTANT, new Content.Reasoning("unsigned"),
						new Content.Reasoning("foreign", new ProviderData("gemini", "c2ln")),
						new Content.Text("b", new ProviderData("gemini", "c2ln"))),
				Message.of(Role.ASSISTANT, new Content.Reasoning("alone")), Message.user("c"))
			.path("messages");
		assertThat(messages).isEqualTo(Wire.json("""
				[{"role":"user","content":[{"type":"text","text":"a"}]},
				{"role":"assistant","content":[{"type":"text","text":"b"}]},
				{"role":"user","content":[{"type":"text","text":"c"}]}]"""));
	}

	@Test
	void turnThatWasBegunWithoutThinkingGoesOnWithoutIt() {
		Content.ToolCall call = new Content.ToolCall("toolu_1", "weather", "{}");
		Message result = Message.tool(Content.ToolResult.of(call, "18C"));
		Message foreign = Message.of(Role.ASSISTANT, call);
		Message own = Message.of(Role.ASSISTANT, new Content.Reasoning("Look.", SIGNATURE), call);
		assertThat(thinkingAfter(Message.user("a"), foreign, result)).isFalse();
		assertThat(thinkingAfter(Message.user("a"), foreign, result, own, result)).isFalse();
		assertThat(thinkingAfter(Message.user("a"), own, result, foreign, result)).isTrue();
		assertThat(thinkingAfter(Message.user("a"), foreign, result, Message.user("b"))).isTrue();
	}

	private boolean thinkingAfter(Message... messages) {
		ChatRequest request = Wire.request(messages)
			.toBuilder()
			.options(ChatOptions.builder().reasoning(ReasoningControl.ofTokens(2000)).build())
			.build();
		HttpCall call = this.wire.with(Map.of("thinking-amid-turn", false)).call(request);
		boolean thinking = Wire.json(new String(call.body(), StandardCharsets.UTF_8)).has("thinking");
		assertThat(call.warnings()).hasSize(thinking ? 0 : 1);
		assertThat(this.wire.body(request).has("thinking")).isTrue();
		return thinking;
	}

	@Test
	void ownThinkingComesBackByteForByte() {
		String body = """
				{"type":"message","stop_reason":"tool_use","content":[
				{"type":"thinking","thinking":" Let me\\n see… ","signature":"EqQB+/=="},
				{"type":"redacted_thinking","data":"EmwK/+=="},
				{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Paris"}}]}""";
		JsonNode sent = this.wire.body(Message.user("a"), this.wire.whole(body).message());
		assertThat(sent.path("messages").path(1).path("content")).isEqualTo(Wire.json(body).path("content"));
	}

	@Test
	void mediaIsSentAsBytesOrByAddress() {
		byte[] bytes = { 1, 2, (byte) 0xFF };
		JsonNode content = this.wire
			.body(Message.of(Role.USER, Media.of("image/jpg", bytes),
					Media.of("image/png", URI.create("https://example.org/a.png")), Media.of("application/pdf", bytes),
					Media.of("application/pdf", URI.create("https://example.org/a.pdf")),
					Media.of("text/markdown", "# é".getBytes(StandardCharsets.UTF_8)), new Content.Text("What is it?")))
			.path("messages")
			.path(0)
			.path("content");
		assertThat(content).isEqualTo(Wire.json("""
				[{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AQL/"}},
				{"type":"image","source":{"type":"url","url":"https://example.org/a.png"}},
				{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AQL/"}},
				{"type":"document","source":{"type":"url","url":"https://example.org/a.pdf"}},
				{"type":"document","source":{"type":"text","media_type":"text/plain","data":"# é"}},
				{"type":"text","text":"What is it?"}]"""));
	}

	@Test
	void nameOfADocumentIsItsTitle() {
		byte[] bytes = "a".getBytes(StandardCharsets.UTF_8);
		JsonNode content = this.wire
			.body(Message.of(Role.USER, Media.of("application/pdf", bytes).withName("a.pdf"),
					Media.of(bytes).withName("a.txt"), Media.of("image/png", bytes).withName("a.png")))
			.path("messages")
			.path(0)
			.path("content");
		assertThat(content).isEqualTo(Wire.json("""
				[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"YQ=="},
				"title":"a.pdf"},
				{"type":"document","source":{"type":"text","media_type":"text/plain","data":"a"},"title":"a.txt"},
				{"type":"image","source":{"type":"base64","media_type":"image/png","data":"YQ=="}}]"""));
	}

	@Test
	void textThatIsNotUtf8IsRejectedWithAdvice() {
		LlmException exception = this.wire
			.unwritable(Message.of(Role.USER, Media.of("text/plain", new byte[] { 'a', (byte) 0xE9, 'b' })));
		assertThat(exception.reason()).isEqualTo(Reason.UNSUPPORTED);
		assertThat(exception).hasMessageContaining("Convert it to UTF-8");
	}

	@Test
	void replacementCharacterInATextIsText() {
		Media text = Media.of("\uFFFD".getBytes(StandardCharsets.UTF_8));
		assertThat(this.wire.body(Message.of(Role.USER, text)).findValue("data").asString()).isEqualTo("\uFFFD");
	}

	@Test
	void textByAddressIsRejectedWithAdviceToAttachItsBytes() {
		assertThat(this.wire
			.unwritable(Message.of(Role.USER, Media.of("text/plain", URI.create("https://example.org/a.txt")))))
			.hasMessageContaining("by address")
			.hasMessageContaining("attach its bytes");
	}

	@Test
	void mediaTheServiceDoesNotTakeIsRejectedWithAdvice() {
		for (Media media : List.of(Media.of("audio/wav", new byte[1]), Media.of("video/mp4", new byte[1]),
				Media.of("image/tiff", new byte[1]), Media.of("text/plain", URI.create("https://example.org/a")))) {
			LlmException exception = this.wire.unwritable(Message.of(Role.USER, media));
			assertThat(exception.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(exception).hasMessageContaining(media.mediaType()).hasMessageContaining("PDF");
		}
	}

}
