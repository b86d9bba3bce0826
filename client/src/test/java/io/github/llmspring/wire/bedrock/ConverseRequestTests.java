package io.github.llmspring.wire.bedrock;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ProviderData;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ConverseRequestTests {

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private static final Content.ToolCall CALL = new Content.ToolCall("call.1", "clock", "{\"zone\":\"UTC\"}");

	private final Wire wire = Wire.of(new BedrockConverseFormat());

	private static ChatRequest withClock(ChatOptions options, Message... messages) {
		return Wire.request(messages).toBuilder().options(options).tools(List.of(CLOCK)).build();
	}

	private static ChatOptions choosing(ToolChoice choice) {
		return ChatOptions.builder().toolChoice(choice).build();
	}

	@Test
	void wholeRequestIsWritten() {
		ChatRequest request = ChatRequest.builder()
			.model("us.anthropic.claude-haiku-4-5-20251001-v1:0")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi"), Message.assistant("Hello"),
					Message.user("Bye")))
			.options(ChatOptions.builder()
				.temperature(0.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.stop("END")
				.extra("serviceTier", Map.of("type", "flex"))
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.path()).isEqualTo("/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse");
		assertThat(call.headers()).containsOnly(Map.entry("Accept", "application/json"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{"text":"Hi"}]},
				{"role":"assistant","content":[{"text":"Hello"}]},{"role":"user","content":[{"text":"Bye"}]}],
				"inferenceConfig":{"maxTokens":100,"temperature":0.5,"topP":0.9,"stopSequences":["END"]},
				"serviceTier":{"type":"flex"}}"""));
	}

	@Test
	void streamHasAPathOfItsOwn() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.model("arn:aws:bedrock:us-east-1:1:inference-profile/x")
			.streaming(true)
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.path())
			.isEqualTo("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse-stream");
		assertThat(call.headers()).containsEntry("Accept", "application/vnd.amazon.eventstream");
		assertThat(this.wire.body(request))
			.isEqualTo(Wire.json("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}"));
	}

	@Test
	void optionsWithoutAFieldAreLeftOutAndTemperatureIsLowered() {
		ChatOptions options = ChatOptions.builder()
			.seed(1L)
			.frequencyPenalty(0.1)
			.presencePenalty(0.1)
			.temperature(1.5)
			.logProbabilities(1)
			.reasoning(ReasoningControl.of(Effort.HIGH))
			.build();
		assertThat(this.wire.warnings(options)).hasSize(6);
		assertThat(this.wire.body(options).path("inferenceConfig")).isEqualTo(Wire.json("{\"temperature\":1.0}"));
	}

	@Test
	void toolsCallsAndResultsAreWritten() {
		Message turn = Message.of(Role.ASSISTANT,
				new Content.Reasoning("Look.", new ProviderData("bedrock-converse", "signature:c2ln")),
				new Content.Reasoning("", new ProviderData("bedrock-converse", "redacted:eHg=")),
				new Content.Reasoning("unsigned"), new Content.Text(" "), CALL);
		JsonNode body = this.wire.body(withClock(ChatOptions.NONE, Message.user("Hi"), turn,
				Message.tool(Content.ToolResult.failed(CALL, "")), Message.user("Well?")));
		assertThat(body.path("toolConfig")).isEqualTo(Wire.json("""
				{"tools":[{"toolSpec":{"name":"clock","description":"Tells it.",
				"inputSchema":{"json":{"type":"object"}}}}]}"""));
		assertThat(body.at("/messages/1/content")).isEqualTo(Wire.json("""
				[{"reasoningContent":{"reasoningText":{"text":"Look.","signature":"c2ln"}}},
				{"reasoningContent":{"redactedContent":"eHg="}},
				{"toolUse":{"toolUseId":"call_1","name":"clock","input":{"zone":"UTC"}}}]"""));
		assertThat(body.at("/messages/2/content")).isEqualTo(Wire.json("""
				[{"toolResult":{"toolUseId":"call_1","content":[{"text":"(no output)"}],"status":"error"}},
				{"text":"Well?"}]"""));
	}

	@Test
	void idsOfCallsHaveTheLengthThatTheModelTakes() {
		Wire mistral = this.wire.with(Map.of("tool-call-id-length", 9));
		JsonNode body = mistral.body(withClock(ChatOptions.NONE, Message.user("Hi"), Message.of(Role.ASSISTANT, CALL),
				Message.tool(Content.ToolResult.of(CALL, "12:00"))));
		String id = body.at("/messages/1/content/0/toolUse/toolUseId").asString();
		assertThat(id).matches("[A-Za-z0-9]{9}");
		assertThat(body.at("/messages/2/content/0/toolResult/toolUseId").asString()).isEqualTo(id);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "AUTO | {\"auto\":{}}", "REQUIRED | {\"any\":{}}", "NAMED | {\"tool\":{\"name\":\"clock\"}}" })
	void choiceIsWrittenInTheServicesWords(ToolChoice.Mode mode, String expected) {
		ToolChoice choice = new ToolChoice(mode, (mode == ToolChoice.Mode.NAMED) ? "clock" : null);
		ChatRequest request = withClock(choosing(choice), Message.user("Hi"));
		assertThat(this.wire.body(request).at("/toolConfig/toolChoice")).isEqualTo(Wire.json(expected));
		assertThat(this.wire.call(request).warnings()).isEmpty();
	}

	@Test
	void forbiddenCallsLeaveStandInsForEarlierOnes() {
		assertThat(this.wire.body(withClock(choosing(ToolChoice.NONE), Message.user("Hi"))).has("toolConfig"))
			.isFalse();
		Message[] history = { Message.user("Hi"), Message.of(Role.ASSISTANT, CALL),
				Message.tool(Content.ToolResult.of(CALL, "12:00")) };
		for (ChatRequest request : List.of(withClock(choosing(ToolChoice.NONE), history), Wire.request(history))) {
			JsonNode tool = this.wire.body(request).path("toolConfig");
			assertThat(tool.at("/tools/0/toolSpec/description").asString()).isEqualTo("No longer available.");
			assertThat(tool.has("toolChoice")).isFalse();
		}
	}

	@Test
	void mediaAreBlocksOfTheirKind() {
		Message message = Message.of(Role.USER, Media.of("image/jpg", new byte[] { 1, 2, 3 }),
				Media.of("application/pdf", new byte[] { 4 }), Media.of("text/csv", new byte[] { 5 }),
				Media.of("video/mp4", URI.create("s3://bucket/a.mp4")));
		assertThat(this.wire.body(message).at("/messages/0/content")).isEqualTo(Wire.json("""
				[{"text":"See the document."},{"image":{"format":"jpeg","source":{"bytes":"AQID"}}},
				{"document":{"format":"pdf","name":"document 1","source":{"bytes":"BA=="}}},
				{"document":{"format":"csv","name":"document 2","source":{"bytes":"BQ=="}}},
				{"video":{"format":"mp4","source":{"s3Location":{"uri":"s3://bucket/a.mp4"}}}}]"""));
	}

	@Test
	void otherMediaAreRefused() {
		for (Media media : List.of(Media.of("application/zip", new byte[] { 1 }),
				Media.of("image/png", URI.create("https://example.org/a.png")))) {
			assertThat(this.wire.unwritable(Message.of(Role.USER, media)).reason()).isEqualTo(Reason.UNSUPPORTED);
		}
	}

	@Test
	void marksAreBlocksBehindWhatTheyMark() {
		ChatRequest request = withClock(ChatOptions.NONE, Message.system("Long.").cache(), Message.user("Hi").cache());
		String mark = "{\"cachePoint\":{\"type\":\"default\"}}";
		JsonNode all = this.wire.with(Map.of("cache-points", "all")).body(request);
		assertThat(all.path("system")).isEqualTo(Wire.json("[{\"text\":\"Long.\"}," + mark + "]"));
		assertThat(all.at("/messages/0/content")).isEqualTo(Wire.json("[{\"text\":\"Hi\"}," + mark + "]"));
		assertThat(all.at("/toolConfig/tools/1")).isEqualTo(Wire.json(mark));
		JsonNode messages = this.wire.with(Map.of("cache-points", "messages")).body(request);
		assertThat(messages.at("/toolConfig/tools")).hasSize(1);
		assertThat(messages.findValues("cachePoint")).hasSize(2);
		assertThat(this.wire.body(request).findValues("cachePoint")).isEmpty();
	}

	@Test
	void rulesGoIntoTheFirstTurnWhereTheyCannotStandApart() {
		Wire titan = this.wire.with(Map.of("system-instruction", false));
		assertThat(titan.body(Message.system("Be brief."), Message.user("Hi"))).isEqualTo(Wire
			.json("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Be brief.\"},{\"text\":\"Hi\"}]}]}"));
	}

	@Test
	void budgetOfThinkingFitsIntoTheLimit() {
		Wire budget = this.wire.with(Map.of("thinking-budget", true, "reasoning-switch-field", "thinking.type",
				"reasoning-tokens-field", "thinking.budget_tokens"));
		assertThat(thinking(budget, ReasoningControl.of(Effort.LOW), null))
			.isEqualTo(Wire.json("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096}}"));
		assertThat(thinking(budget, ReasoningControl.of(Effort.MAX), null).at("/thinking/budget_tokens").asInt())
			.isEqualTo(24_576);
		assertThat(thinking(budget, ReasoningControl.of(Effort.MAX), 64_000).at("/thinking/budget_tokens").asInt())
			.isEqualTo(59_904);
		assertThat(thinking(budget, ReasoningControl.ofTokens(50_000), null).at("/thinking/budget_tokens").asInt())
			.isEqualTo(50_000);
		assertThat(thinking(budget, ReasoningControl.ofTokens(10_000), 8000))
			.isEqualTo(Wire.json("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":3904}}"));
		assertThat(thinking(budget, ReasoningControl.of(Effort.NONE), null))
			.isEqualTo(Wire.json("{\"thinking\":{\"type\":\"disabled\"}}"));
		assertThat(thinking(budget, ReasoningControl.of(Effort.LOW), 1000).isMissingNode()).isTrue();
		assertThat(budget
			.warnings(ChatOptions.builder().reasoning(ReasoningControl.ofTokens(10_000)).maxOutputTokens(8000).build()))
			.singleElement()
			.asString()
			.contains("lowered to 3904");
	}

	private static JsonNode thinking(Wire wire, ReasoningControl control, Integer limit) {
		return wire.body(ChatOptions.builder().reasoning(control).maxOutputTokens(limit).build())
			.path("additionalModelRequestFields");
	}

	@Test
	void schemaIsSentAsTextOrAsAToolOrInWords() {
		OutputFormat person = new OutputFormat("person",
				"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":9}}}");
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().outputFormat(person).build();
		JsonNode schema = this.wire.with(Map.of("structured-output", "schema")).body(request);
		JsonNode described = schema.at("/outputConfig/textFormat/structure/jsonSchema");
		assertThat(described.path("name").asString()).isEqualTo("person");
		assertThat(Wire.json(described.path("schema").asString())).isEqualTo(Wire.json("""
				{"type":"object","properties":{"a":{"type":"string","description":"(maxLength: 9)"}},
				"additionalProperties":false}"""));
		JsonNode tool = this.wire.with(Map.of("structured-output", "tool")).body(request).path("toolConfig");
		assertThat(tool.path("toolChoice")).isEqualTo(Wire.json("{\"tool\":{\"name\":\"final_json_answer\"}}"));
		JsonNode words = this.wire.body(request);
		assertThat(words.has("toolConfig")).isFalse();
		assertThat(words.at("/system/0/text").asString()).contains("JSON Schema");
	}

}
