package io.github.llmspring.wire.ollama;

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
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OllamaRequestTests {

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private final Wire wire = Wire.of(new OllamaFormat());

	private static ChatRequest withClock(ChatOptions options) {
		return Wire.request(options).toBuilder().tools(List.of(CLOCK)).build();
	}

	@Test
	void wholeRequestIsWritten() {
		ChatRequest request = ChatRequest.builder()
			.model("qwen3:8b")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi"), Message.assistant("Hello"),
					Message.user("Bye")))
			.options(ChatOptions.builder()
				.temperature(1.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.stop("END")
				.seed(7L)
				.frequencyPenalty(0.1)
				.presencePenalty(-0.2)
				.extra("keep_alive", "5m")
				.extra("options", Map.of("num_ctx", 8192))
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.path()).isEqualTo("/api/chat");
		assertThat(call.headers()).containsOnly(Map.entry("Accept", "application/json"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"model":"qwen3:8b","messages":[{"role":"system","content":"Be brief."},
				{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Bye"}],
				"stream":false,"options":{"temperature":1.5,"top_p":0.9,"num_predict":100,"stop":["END"],"seed":7,
				"frequency_penalty":0.1,"presence_penalty":-0.2,"num_ctx":8192},"keep_alive":"5m"}"""));
	}

	@Test
	void leanRequestSaysNothingButThatItIsNoStream() {
		assertThat(this.wire.body(Message.user("Hi"))).isEqualTo(
				Wire.json("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":false}"));
	}

	@Test
	void streamIsAskedForInLines() {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().streaming(true).build();
		assertThat(this.wire.body(request).path("stream")).isEqualTo(Wire.json("true"));
		assertThat(this.wire.call(request).headers()).containsEntry("Accept", "application/x-ndjson");
	}

	@Test
	void toolsCallsAndResultsAreWritten() {
		Content.ToolCall call = new Content.ToolCall("call_1", "clock", "{\"zone\":\"UTC\"}");
		Message turn = Message.of(Role.ASSISTANT, new Content.Reasoning("Look."), new Content.Text("One moment."),
				call);
		ChatRequest request = Wire.request(Message.user("Hi"), turn, Message.tool(Content.ToolResult.of(call, "12:00")))
			.toBuilder()
			.tools(List.of(CLOCK))
			.build();
		JsonNode body = this.wire.body(request);
		assertThat(body.path("tools")).isEqualTo(Wire.json("""
				[{"type":"function","function":{"name":"clock","description":"Tells it.",
				"parameters":{"type":"object"}}}]"""));
		assertThat(body.at("/messages/1")).isEqualTo(Wire.json("""
				{"role":"assistant","content":"One moment.","thinking":"Look.","tool_calls":[{"id":"call_1",
				"function":{"name":"clock","arguments":{"zone":"UTC"}}}]}"""));
		assertThat(body.at("/messages/2")).isEqualTo(Wire.json("""
				{"role":"tool","tool_name":"clock","tool_call_id":"call_1","content":"12:00"}"""));
	}

	@Test
	void argumentsThatAreNoObjectBecomeAnEmptyOne() {
		Message turn = Message.of(Role.ASSISTANT, new Content.ToolCall("c", "clock", "nonsense"));
		assertThat(this.wire.body(Message.user("Hi"), turn).at("/messages/1/tool_calls/0/function/arguments"))
			.isEqualTo(Wire.json("{}"));
	}

	@Test
	void thinkingOfAnotherFormatIsNotSentBack() {
		Message turn = Message.of(Role.ASSISTANT, new Content.Reasoning("Hm.", new ProviderData("anthropic", "x")),
				new Content.Text("Yes."));
		assertThat(this.wire.body(Message.user("Hi"), turn).at("/messages/1"))
			.isEqualTo(Wire.json("{\"role\":\"assistant\",\"content\":\"Yes.\"}"));
	}

	@Test
	void imagesStandBesideTheTextAsBareBase64() {
		Message message = Message.of(Role.USER, new Content.Text("What is this?"),
				Media.of("image/png", new byte[] { 1, 2, 3 }), Media.of("image/jpeg", new byte[] { 4 }));
		assertThat(this.wire.body(message).at("/messages/0"))
			.isEqualTo(Wire.json("{\"role\":\"user\",\"content\":\"What is this?\",\"images\":[\"AQID\",\"BA==\"]}"));
	}

	@Test
	void otherMediaAreRefused() {
		for (Media media : List.of(Media.of("application/pdf", new byte[] { 1 }),
				Media.of("image/png", URI.create("https://example.org/a.png")))) {
			assertThat(this.wire.unwritable(Message.of(Role.USER, media)).reason()).isEqualTo(Reason.UNSUPPORTED);
		}
	}

	@Test
	void mediaOfTheModelAreLeftOut() {
		HttpCall call = this.wire.call(ChatRequest.builder()
			.model("m")
			.messages(List.of(Message.user("Draw."),
					Message.of(Role.ASSISTANT, Media.of("image/png", new byte[] { 1 })), Message.user("Again.")))
			.build());
		assertThat(call.warnings()).singleElement().asString().contains("left out");
		assertThat(new String(call.body(), StandardCharsets.UTF_8)).doesNotContain("images");
	}

	@Test
	void callIsForbiddenByOfferingNoTools() {
		ChatRequest request = withClock(ChatOptions.builder().toolChoice(ToolChoice.NONE).build());
		assertThat(this.wire.body(request).has("tools")).isFalse();
		assertThat(this.wire.call(request).warnings()).isEmpty();
		ChatRequest free = withClock(ChatOptions.builder().toolChoice(ToolChoice.AUTO).build());
		assertThat(this.wire.body(free)).isEqualTo(this.wire.body(withClock(ChatOptions.NONE)));
	}

	@Test
	void callCannotBeForced() {
		for (ToolChoice choice : List.of(ToolChoice.REQUIRED, ToolChoice.named("clock"))) {
			ChatRequest request = withClock(ChatOptions.builder().toolChoice(choice).build());
			assertThat(this.wire.body(request)).isEqualTo(this.wire.body(withClock(ChatOptions.NONE)));
			assertThat(this.wire.call(request).warnings()).singleElement().asString().contains("'tool-choice'");
			ChatRequest strict = withClock(ChatOptions.builder().toolChoice(choice).strict(true).build());
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> this.wire.body(strict));
		}
		assertThat(this.wire.warnings(ChatOptions.builder().parallelToolCalls(false).build())).singleElement()
			.asString()
			.contains("'parallel-tool-calls'");
	}

	@Test
	void thinkingIsSwitchedOrGraded() {
		assertThat(think(this.wire, ReasoningControl.of(Effort.LOW))).isEqualTo(Wire.json("true"));
		assertThat(think(this.wire, ReasoningControl.ofTokens(5000))).isEqualTo(Wire.json("true"));
		assertThat(think(this.wire, ReasoningControl.of(Effort.NONE))).isEqualTo(Wire.json("false"));
		Wire graded = this.wire.with(Map.of("think-by-degree", true));
		assertThat(think(graded, ReasoningControl.of(Effort.HIGH))).isEqualTo(Wire.json("\"high\""));
		assertThat(think(graded, ReasoningControl.of(Effort.NONE))).isEqualTo(Wire.json("\"low\""));
		assertThat(graded.warnings(ChatOptions.builder().reasoning(ReasoningControl.of(Effort.NONE)).build()))
			.singleElement()
			.asString()
			.contains("cannot be kept from thinking");
	}

	@Test
	void logProbabilitiesAreAskedFor() {
		JsonNode body = this.wire.body(ChatOptions.builder().logProbabilities(2).build());
		assertThat(body.path("logprobs")).isEqualTo(Wire.json("true"));
		assertThat(body.path("top_logprobs")).isEqualTo(Wire.json("2"));
	}

	private static JsonNode think(Wire wire, ReasoningControl control) {
		return wire.body(ChatOptions.builder().reasoning(control).build()).path("think");
	}

	@Test
	void schemaIsTheFormatAndSaidInWords() {
		OutputFormat person = new OutputFormat("person", "{\"type\":\"object\",\"properties\":{}}");
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().outputFormat(person).build();
		assertThat(this.wire.body(request).path("format")).isEqualTo(Wire.json(person.schema()));
		assertThat(this.wire.body(request).at("/messages/0/content").asString()).contains("JSON Schema");
		JsonNode json = this.wire.with(Map.of("structured-output", "json")).body(request);
		assertThat(json.path("format")).isEqualTo(Wire.json("\"json\""));
		assertThat(json.at("/messages/0/content").asString()).contains("JSON Schema");
		JsonNode words = this.wire.with(Map.of("structured-output", "prompt")).body(request);
		assertThat(words.has("format")).isFalse();
		assertThat(words.at("/messages/0/role").asString()).isEqualTo("system");
	}

}
