package io.github.llmspring.wire.mistral;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
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
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.Wire.Streamed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class MistralRequestTests {

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private final Wire wire = Wire.of(new MistralFormat());

	private JsonNode choosing(ToolChoice choice) {
		ChatOptions options = ChatOptions.builder().toolChoice(choice).parallelToolCalls(false).build();
		return this.wire.body(Wire.request(options).toBuilder().tools(List.of(CLOCK)).build());
	}

	@Test
	void onlyFieldsThatTheServiceKnowsAreSent() {
		ChatRequest request = ChatRequest.builder()
			.model("mistral-small-latest")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi")))
			.streaming(true)
			.options(ChatOptions.builder()
				.temperature(0.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.stop("END")
				.seed(7L)
				.frequencyPenalty(0.1)
				.presencePenalty(0.2)
				.build())
			.build();
		assertThat(this.wire.call(request).path()).isEqualTo("/chat/completions");
		assertThat(this.wire.call(request).warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"model":"mistral-small-latest","messages":[{"role":"system","content":"Be brief."},
				{"role":"user","content":"Hi"}],"stream":true,"max_tokens":100,"temperature":0.5,"top_p":0.9,
				"stop":["END"],"random_seed":7,"frequency_penalty":0.1,"presence_penalty":0.2}"""));
	}

	@Test
	void logProbabilitiesAreLeftOutWithAWarning() {
		ChatOptions options = ChatOptions.builder().logProbabilities(1).build();
		assertThat(this.wire.body(options).propertyNames()).doesNotContain("logprobs", "top_logprobs");
		assertThat(this.wire.warnings(options))
			.containsExactly("The option 'log-probabilities' was left out: m does not take it.");
	}

	@Test
	void turnToGoOnWithIsMarked() {
		JsonNode messages = this.wire
			.body(Message.user("Hi"), Message.assistant("He"), Message.user("Go on"), Message.assistant("Hel"))
			.path("messages");
		assertThat(messages.path(1)).isEqualTo(Wire.json("{\"role\":\"assistant\",\"content\":\"He\"}"));
		assertThat(messages.path(3))
			.isEqualTo(Wire.json("{\"role\":\"assistant\",\"content\":\"Hel\",\"prefix\":true}"));
	}

	@Test
	void callIsForcedByAWordOfItsOwnAndForbiddenByOfferingNoTools() {
		assertThat(choosing(ToolChoice.REQUIRED).path("tool_choice")).isEqualTo(Wire.json("\"any\""));
		assertThat(choosing(ToolChoice.AUTO).path("tool_choice")).isEqualTo(Wire.json("\"auto\""));
		assertThat(choosing(ToolChoice.named("clock")).path("tool_choice"))
			.isEqualTo(Wire.json("{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}"));
		assertThat(choosing(ToolChoice.AUTO).path("parallel_tool_calls")).isEqualTo(Wire.json("false"));
		assertThat(choosing(ToolChoice.NONE).propertyNames()).doesNotContain("tools", "tool_choice",
				"parallel_tool_calls");
	}

	@Test
	void foreignIdsBecomeOnesOfNineCharactersTheSameForCallAndResult() {
		Content.ToolCall own = new Content.ToolCall("g6fVbXS8K", "clock", "{}");
		Content.ToolCall foreign = new Content.ToolCall("toolu_01A", "clock", "{}");
		Message[] messages = { Message.user("Hi"), Message.of(Role.ASSISTANT, own, foreign),
				Message.tool(Content.ToolResult.of(own, "1"), Content.ToolResult.of(foreign, "2")) };
		JsonNode sent = this.wire.body(messages).path("messages");
		assertThat(sent.at("/1/tool_calls/0/id").asString()).isEqualTo("g6fVbXS8K");
		String id = sent.at("/1/tool_calls/1/id").asString();
		assertThat(id).matches("[A-Za-z0-9]{9}");
		assertThat(sent.path(2)).isEqualTo(
				Wire.json("{\"role\":\"tool\",\"tool_call_id\":\"g6fVbXS8K\",\"name\":\"clock\",\"content\":\"1\"}"));
		assertThat(sent.at("/3/tool_call_id").asString()).isEqualTo(id);
		assertThat(this.wire.body(messages).at("/messages/1/tool_calls/1/id").asString()).isEqualTo(id);
		assertThat(sent.at("/1/content")).isEqualTo(Wire.json("\"\""));
	}

	@Test
	void callsOfOneIdGetDifferentOnes() {
		Content.ToolCall call = new Content.ToolCall("call_0", "clock", "{}");
		JsonNode sent = this.wire
			.body(Message.user("Hi"), Message.of(Role.ASSISTANT, call), Message.tool(Content.ToolResult.of(call, "1")),
					Message.of(Role.ASSISTANT, call), Message.tool(Content.ToolResult.of(call, "2")))
			.path("messages");
		String first = sent.at("/1/tool_calls/0/id").asString();
		String second = sent.at("/3/tool_calls/0/id").asString();
		assertThat(second).isNotEqualTo(first).matches("[A-Za-z0-9]{9}");
		assertThat(sent.at("/2/tool_call_id").asString()).isEqualTo(first);
		assertThat(sent.at("/4/tool_call_id").asString()).isEqualTo(second);
	}

	@Test
	void thinkingGoesBackAsAPartOfTheContent() {
		Message own = Message.of(Role.ASSISTANT, new Content.Reasoning("Hm.", new ProviderData("mistral", "")),
				new Content.Text("Yes."));
		assertThat(this.wire.body(Message.user("Hi"), own).at("/messages/1/content")).isEqualTo(Wire.json("""
				[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"Yes."}]"""));
		Message foreign = Message.of(Role.ASSISTANT, new Content.Reasoning("Hm.", new ProviderData("openai-chat", "")),
				new Content.Text("Yes."));
		assertThat(this.wire.body(Message.user("Hi"), foreign).at("/messages/1/content"))
			.isEqualTo(Wire.json("\"Yes.\""));
	}

	@Test
	void documentsAreSentByAPartOfTheirOwn() {
		Message message = Message.of(Role.USER, Media.of("application/pdf", new byte[] { 1 }),
				Media.of("application/pdf", URI.create("https://example.org/a.pdf")), new Content.Text("Read."));
		assertThat(this.wire.body(message).at("/messages/0/content")).isEqualTo(Wire.json("""
				[{"type":"document_url","document_url":"data:application/pdf;base64,AQ=="},
				{"type":"document_url","document_url":"https://example.org/a.pdf"},{"type":"text","text":"Read."}]"""));
	}

	@Test
	void schemaIsSentByTheStrictRules() {
		OutputFormat format = new OutputFormat("person",
				"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");
		assertThat(this.wire.body(Wire.request(Message.user("Hi")).toBuilder().outputFormat(format).build())
			.at("/response_format/json_schema/strict")).isEqualTo(Wire.json("true"));
	}

	@Test
	void thinkingIsAskedForOnlyWhereAModelTakesIt() {
		ChatOptions high = ChatOptions.builder().reasoning(ReasoningControl.of(Effort.LOW)).build();
		assertThat(this.wire.body(high).has("reasoning_effort")).isFalse();
		assertThat(this.wire.warnings(high)).hasSize(1);
		Wire thinker = this.wire
			.with(Map.of("reasoning-effort-field", "reasoning_effort", "reasoning-efforts", List.of("none", "high")));
		assertThat(thinker.body(high).path("reasoning_effort")).isEqualTo(Wire.json("\"high\""));
	}

	@Test
	void answersAreThoseOfChatCompletions() {
		ChatResponse whole = this.wire
			.whole("""
					{"id":"f9","model":"m","choices":[{"index":0,"finish_reason":"model_length","message":{"role":"assistant",
					"tool_calls":null,"content":[{"type":"thinking","thinking":[{"type":"text","text":"Sum."}],"closed":true},
					{"type":"text","text":"8."},{"type":"reference","reference_ids":[1]}]}}],
					"usage":{"prompt_tokens":9,"completion_tokens":248,"total_tokens":632,
					"prompt_tokens_details":{"audio_tokens":375}}}""");
		assertThat(whole.reasoning()).isEqualTo("Sum.");
		assertThat(whole.content()).isEqualTo("8.");
		assertThat(whole.finishReason().name()).isEqualTo("LENGTH");
		assertThat(whole.usage().inputTokens()).isEqualTo(384);
		Streamed streamed = this.wire
			.stream("{\"id\":\"f9\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" you\"},"
					+ "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1},\"p\":\"abc\"}", "[DONE]");
		assertThat(streamed.response().content()).isEqualTo(" you");
		assertThat(streamed.ended()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "401 | {\"detail\":\"Invalid API Key\"} | AUTHENTICATION",
			"422 | {\"detail\":[{\"type\":\"extra_forbidden\",\"msg\":\"Extra inputs\"}]} | INVALID_REQUEST",
			"422 | {\"object\":\"error\",\"message\":{\"detail\":[{\"msg\":\"Extra inputs\"}]}} | INVALID_REQUEST",
			"429 | {\"message\":\"Requests rate limit exceeded\",\"type\":\"rate_limited\",\"code\":\"1300\"} | RATE_LIMITED",
			"429 | {\"message\":\"Service tier capacity exceeded for this model.\",\"code\":\"3505\"} | RATE_LIMITED",
			"503 | upstream connect error | OVERLOADED" })
	void failureIsExplained(int status, String body, Reason reason) {
		assertThat(this.wire.error(status, body).reason()).isEqualTo(reason);
	}

}
