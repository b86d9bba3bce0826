package io.github.llmspring.wire.cohere;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class CohereRequestTests {

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private static final ToolDefinition OTHER = new ToolDefinition("other", "Does it.", "{\"type\":\"object\"}");

	private final Wire wire = Wire.of(new CohereFormat());

	private ChatRequest choosing(ToolChoice choice) {
		return Wire.request(ChatOptions.builder().toolChoice(choice).build())
			.toBuilder()
			.tools(List.of(CLOCK, OTHER))
			.build();
	}

	@Test
	void wholeRequestIsWrittenInTheServicesNames() {
		ChatRequest request = ChatRequest.builder()
			.model("command-a-03-2025")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi")))
			.streaming(true)
			.options(ChatOptions.builder()
				.temperature(0.3)
				.topP(0.9)
				.maxOutputTokens(512)
				.stop("END")
				.seed(7L)
				.frequencyPenalty(0.1)
				.presencePenalty(0.2)
				.extra("k", 40)
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.path()).isEqualTo("/chat");
		assertThat(call.headers()).containsOnly(Map.entry("Accept", "text/event-stream"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"model":"command-a-03-2025","messages":[{"role":"system","content":"Be brief."},
				{"role":"user","content":"Hi"}],"stream":true,"temperature":0.3,"max_tokens":512,"p":0.9,
				"stop_sequences":["END"],"seed":7,"frequency_penalty":0.1,"presence_penalty":0.2,"k":40}"""));
	}

	@Test
	void temperatureIsLoweredAndWhatTheServiceDoesNotKnowLeftOut() {
		ChatOptions options = ChatOptions.builder()
			.temperature(1.5)
			.parallelToolCalls(false)
			.logProbabilities(1)
			.build();
		assertThat(this.wire.body(options).path("temperature")).isEqualTo(Wire.json("1.0"));
		assertThat(this.wire.body(options).has("top_logprobs")).isFalse();
		assertThat(this.wire.warnings(options)).hasSize(3);
	}

	@Test
	void choiceOfAToolIsWrittenInCapitals() {
		assertThat(this.wire.body(choosing(ToolChoice.AUTO)).has("tool_choice")).isFalse();
		assertThat(this.wire.body(choosing(ToolChoice.REQUIRED)).path("tool_choice"))
			.isEqualTo(Wire.json("\"REQUIRED\""));
		assertThat(this.wire.body(choosing(ToolChoice.NONE)).path("tool_choice")).isEqualTo(Wire.json("\"NONE\""));
		assertThat(this.wire.body(choosing(ToolChoice.NONE)).path("tools")).hasSize(2);
	}

	@Test
	void namedToolIsOfferedAlone() {
		JsonNode body = this.wire.body(choosing(ToolChoice.named("other")));
		assertThat(body.path("tool_choice")).isEqualTo(Wire.json("\"REQUIRED\""));
		assertThat(body.path("tools")).hasSize(1);
		assertThat(body.at("/tools/0/function/name").asString()).isEqualTo("other");
		assertThat(this.wire.call(choosing(ToolChoice.named("other"))).warnings()).isEmpty();
	}

	@Test
	void callsAndResultsAndThinkingAreWritten() {
		Content.ToolCall call = new Content.ToolCall("weather_vvav", "clock", "{\"zone\":\"UTC\"}");
		Message[] conversation = { Message.user("Hi"), Message.of(Role.ASSISTANT, call),
				Message.tool(Content.ToolResult.of(call, "12")),
				Message.of(Role.ASSISTANT, new Content.Reasoning("Hm."), new Content.Text("Noon.")) };
		JsonNode sent = this.wire.body(conversation).path("messages");
		assertThat(sent.path(1)).isEqualTo(Wire.json("""
				{"role":"assistant","content":"","tool_calls":[{"id":"weather_vvav","type":"function",
				"function":{"name":"clock","arguments":"{\\"zone\\":\\"UTC\\"}"}}]}"""));
		assertThat(sent.path(2))
			.isEqualTo(Wire.json("{\"role\":\"tool\",\"tool_call_id\":\"weather_vvav\",\"content\":\"12\"}"));
		assertThat(sent.at("/3/content")).isEqualTo(Wire.json("\"Noon.\""));
		Wire thinker = this.wire.with(Map.of("reasoning-replay-part", "text"));
		assertThat(thinker.body(conversation).at("/messages/3/content")).isEqualTo(
				Wire.json("[{\"type\":\"thinking\",\"thinking\":\"Hm.\"},{\"type\":\"text\",\"text\":\"Noon.\"}]"));
	}

	@Test
	void imagesAreSentAndOtherMediaRefused() {
		assertThat(this.wire.body(Message.of(Role.USER, Media.of("image/png", new byte[] { 1 })))
			.at("/messages/0/content"))
			.isEqualTo(Wire.json("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQ==\"}}]"));
		for (String type : List.of("application/pdf", "audio/wav")) {
			assertThat(this.wire.unwritable(Message.of(Role.USER, Media.of(type, new byte[] { 1 }))).reason())
				.isEqualTo(Reason.UNSUPPORTED);
		}
	}

	@Test
	void schemaStandsByItselfAndGivesWayToTools() {
		OutputFormat format = new OutputFormat("person", "{\"type\":\"object\",\"properties\":{}}");
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().outputFormat(format).build();
		assertThat(this.wire.body(request).path("response_format"))
			.isEqualTo(Wire.json("{\"type\":\"json_object\",\"json_schema\":" + format.schema() + "}"));
		JsonNode besideTools = this.wire.body(request.toBuilder().tools(List.of(CLOCK)).build());
		assertThat(besideTools.has("response_format")).isFalse();
		assertThat(besideTools.at("/messages/0/content").asString()).contains("JSON Schema");
	}

	@Test
	void thinkingIsSwitchedWithANumberOfTokensBesideIt() {
		Wire thinker = this.wire
			.with(Map.of("reasoning-switch-field", "thinking.type", "reasoning-tokens-field", "thinking.token_budget"));
		assertThat(thinking(thinker, 5000)).isEqualTo(Wire.json("{\"type\":\"enabled\",\"token_budget\":5000}"));
		assertThat(thinking(thinker, 0)).isEqualTo(Wire.json("{\"type\":\"disabled\"}"));
		assertThat(thinking(this.wire, 5000).isMissingNode()).isTrue();
	}

	private static JsonNode thinking(Wire wire, int tokens) {
		return wire.body(ChatOptions.builder().reasoning(ReasoningControl.ofTokens(tokens)).build()).path("thinking");
	}

}
