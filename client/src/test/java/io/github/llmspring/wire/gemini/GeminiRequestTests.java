package io.github.llmspring.wire.gemini;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class GeminiRequestTests {

	private static final ProviderData SIGNATURE = new ProviderData("gemini", "c2ln+/=");

	private final Wire wire = Wire.of(new GeminiFormat());

	@Test
	void wholeRequestIsWritten() {
		ChatRequest request = ChatRequest.builder()
			.model("gemini-x")
			.messages(List.of(Message.system("Be brief."), Message.system("Be kind."), Message.user("Hi"),
					Message.assistant("Hello"), Message.user("Bye")))
			.options(ChatOptions.builder()
				.temperature(1.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.stop("END")
				.seed(7L)
				.frequencyPenalty(0.1)
				.presencePenalty(0.2)
				.extra("generationConfig", Map.of("thinkingConfig", Map.of("thinkingLevel", "low"), "topK", 40))
				.extra("labels", Map.of("a", "b"))
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.method()).isEqualTo("POST");
		assertThat(call.path()).isEqualTo("/models/gemini-x:generateContent");
		assertThat(call.headers()).containsOnly(Map.entry("Accept", "application/json"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"systemInstruction":{"parts":[{"text":"Be brief."},{"text":"Be kind."}]},
				"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Hello"}]},
				{"role":"user","parts":[{"text":"Bye"}]}],
				"generationConfig":{"temperature":1.5,"topP":0.9,"maxOutputTokens":100,"stopSequences":["END"],
				"seed":7,"frequencyPenalty":0.1,"presencePenalty":0.2,"thinkingConfig":{"thinkingLevel":"low"},
				"topK":40},"labels":{"a":"b"}}"""));
	}

	@Test
	void leanRequestHoldsTheContentsAlone() {
		assertThat(this.wire.body(Message.user("Hi")))
			.isEqualTo(Wire.json("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}"));
	}

	@Test
	void streamHasAPathOfItsOwn() {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().streaming(true).build();
		assertThat(this.wire.call(request).path()).isEqualTo("/models/m:streamGenerateContent?alt=sse");
		assertThat(this.wire.call(request).headers()).containsEntry("Accept", "text/event-stream");
		assertThat(this.wire.body(request)).isEqualTo(this.wire.body(Message.user("Hi")));
	}

	@ParameterizedTest
	@CsvSource({ "gemini-2.5-flash,/models/gemini-2.5-flash", "models/gemini-2.5-flash,/models/gemini-2.5-flash",
			"tunedModels/mine-1,/tunedModels/mine-1", "claude@20250929,/models/claude@20250929",
			"a/../../b?c=d#e:f g,/models/a%2F..%2F..%2Fb%3Fc%3Dd%23e%3Af%20g", "é,/models/%C3%A9",
			"models/models/x,/models/models%2Fx" })
	void modelIsPartOfThePath(String model, String path) {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().model(model).build();
		assertThat(this.wire.call(request).path()).isEqualTo(path + ":generateContent");
	}

	@Test
	void missingModelIsRejected() {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().model(null).build();
		LlmException exception = catchThrowableOfType(LlmException.class, () -> this.wire.call(request));
		assertThat(exception.reason()).isEqualTo(Reason.INVALID_REQUEST);
	}

	@Test
	void optionsTheModelRejectsAreLeftOutWithAWarning() {
		Wire strict = this.wire.with(Map.of("rejects", List.of("seed", "presence-penalty")));
		ChatOptions options = ChatOptions.builder().seed(1L).presencePenalty(0.5).topP(0.9).build();
		assertThat(strict.body(options).path("generationConfig")).isEqualTo(Wire.json("{\"topP\":0.9}"));
		assertThat(strict.warnings(options)).hasSize(2);
	}

	@Test
	void systemPromptGoesBeforeTheFirstTurnWhereItHasNoField() {
		JsonNode body = this.wire.with(Map.of("system-instruction", false))
			.body(Message.system("Be brief."), Message.user("Hi"), Message.assistant("Hello"), Message.user("Bye"));
		assertThat(body).isEqualTo(Wire.json("""
				{"contents":[{"role":"user","parts":[{"text":"Be brief."},{"text":"Hi"}]},
				{"role":"model","parts":[{"text":"Hello"}]},{"role":"user","parts":[{"text":"Bye"}]}]}"""));
	}

	@Test
	void turnsOfOneRoleAreMergedAndEmptyTextIsNotSent() {
		assertThat(this.wire.body(Message.user("a"), Message.assistant(""), Message.user("b"), Message.user(" "))
			.path("contents")).isEqualTo(
					Wire.json("[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"},{\"text\":\" \"}]}]"));
	}

	@Test
	void conversationThatBeginsWithTheModelGetsAUsersTurn() {
		ChatRequest request = Wire.request(Message.assistant("Hello"), Message.user("Hi"));
		assertThat(this.wire.body(request).path("contents").findValuesAsString("role")).containsExactly("user", "model",
				"user");
		assertThat(this.wire.call(request).warnings()).hasSize(1);
	}

	@Test
	void conversationOfNothingIsRejected() {
		assertThat(this.wire.unwritable(Message.system("Be brief.")).reason()).isEqualTo(Reason.INVALID_REQUEST);
	}

	@Test
	void toolsAreDefined() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "{\"type\":\"object\",\"properties\":{}}"),
					new ToolDefinition("clock", "Tells time.", "{\"type\":\"object\",\"additionalProperties\":false}")))
			.build();
		assertThat(this.wire.body(request).path("tools")).isEqualTo(Wire.json("""
				[{"functionDeclarations":[{"name":"weather","description":"Tells it.",
				"parametersJsonSchema":{"type":"object","properties":{}}},{"name":"clock","description":"Tells time.",
				"parametersJsonSchema":{"type":"object","additionalProperties":false}}]}]"""));
		assertThat(this.wire.body(request).has("toolConfig")).isFalse();
	}

	@Test
	void toolWithABrokenSchemaIsRejected() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "")))
			.build();
		assertThat(catchThrowableOfType(LlmException.class, () -> this.wire.call(request)).reason())
			.isEqualTo(Reason.INVALID_REQUEST);
	}

	@Test
	void toolTurnIsWritten() {
		Content.ToolCall paris = new Content.ToolCall("g1", "weather", "{\"city\": \"Paris\"}", SIGNATURE);
		Content.ToolCall rome = new Content.ToolCall("g2", "weather", "{\"city\":");
		JsonNode contents = this.wire
			.body(Message.user("Weather?"),
					Message.of(Role.ASSISTANT, new Content.Reasoning("Look."), new Content.Text("I look."), paris,
							rome),
					Message.tool(Content.ToolResult.of(paris, "18C")),
					Message.tool(Content.ToolResult.failed(rome, "boom")), Message.user("And?"))
			.path("contents");
		assertThat(contents).isEqualTo(Wire.json("""
				[{"role":"user","parts":[{"text":"Weather?"}]},
				{"role":"model","parts":[{"text":"I look."},
				{"functionCall":{"id":"g1","name":"weather","args":{"city":"Paris"}},"thoughtSignature":"c2ln+/="},
				{"functionCall":{"id":"g2","name":"weather","args":{}}}]},
				{"role":"user","parts":[{"functionResponse":{"id":"g1","name":"weather","response":{"output":"18C"}}},
				{"functionResponse":{"id":"g2","name":"weather","response":{"error":"boom"}}}]},
				{"role":"user","parts":[{"text":"And?"}]}]"""));
	}

	@Test
	void objectOfAToolStaysAnObjectAndAllElseIsText() {
		Content.ToolCall call = new Content.ToolCall("t", "weather", "{}");
		for (String text : List.of("{\"celsius\": 18.0}", "[18]", "18", "", "{\"celsius\":")) {
			JsonNode output = this.wire
				.body(Message.user("a"), Message.of(Role.ASSISTANT, call),
						Message.tool(Content.ToolResult.of(call, text)))
				.findValue("response")
				.path("output");
			assertThat(output).as(text)
				.isEqualTo(text.endsWith("}") ? Wire.json(text) : Wire.json("\"" + text.replace("\"", "\\\"") + "\""));
		}
	}

	@Test
	void callIdsAreLeftOutOnBothSidesWhereTheServiceKnowsNone() {
		Content.ToolCall call = new Content.ToolCall("t", "weather", "{}");
		JsonNode body = this.wire.with(Map.of("tool-call-ids", false))
			.body(Message.user("a"), Message.of(Role.ASSISTANT, call), Message.tool(Content.ToolResult.of(call, "1")));
		assertThat(body.findValues("id")).isEmpty();
		assertThat(body.findValuesAsString("name")).containsExactly("weather", "weather");
	}

	@Test
	void idsThatBeginAnewInEachAnswerAreMadeUnique() {
		Content.ToolCall first = new Content.ToolCall("call_0", "weather", "{}");
		Content.ToolCall second = new Content.ToolCall("call_0", "clock", "{}");
		JsonNode body = this.wire.body(Message.user("a"), Message.of(Role.ASSISTANT, first),
				Message.tool(Content.ToolResult.of(first, "1")), Message.of(Role.ASSISTANT, second),
				Message.tool(Content.ToolResult.of(second, "2")));
		assertThat(body.findValuesAsString("id")).containsExactly("call_0", "call_0", "call_0_2", "call_0_2");
	}

	@Test
	void firstUnsignedCallOfATurnGetsTheStandInSignature() {
		Wire strict = this.wire
			.with(Map.of("models", List.of(Map.of("match", "m", "unsigned-call-signature", "skip"))));
		Content.ToolCall foreign = new Content.ToolCall("t", "weather", "{}", new ProviderData("anthropic", "x"));
		Content.ToolCall own = new Content.ToolCall("t", "weather", "{}", SIGNATURE);
		JsonNode contents = strict
			.body(Message.user("a"), Message.of(Role.ASSISTANT, foreign, foreign), Message.user("b"),
					Message.of(Role.ASSISTANT, own, foreign))
			.path("contents");
		assertThat(contents.path(1).findValuesAsString("thoughtSignature")).containsExactly("skip");
		assertThat(contents.path(3).findValuesAsString("thoughtSignature")).containsExactly("c2ln+/=");
		assertThat(this.wire.body(Message.user("a"), Message.of(Role.ASSISTANT, foreign)).findValue("thoughtSignature"))
			.isNull();
	}

	@Test
	void thinkingGoesBackOnlyForItsSignature() {
		JsonNode parts = this.wire
			.body(Message.user("a"),
					Message.of(Role.ASSISTANT, new Content.Reasoning("unsigned"),
							new Content.Reasoning("foreign", new ProviderData("anthropic", "signature:x")),
							new Content.Reasoning("signed", SIGNATURE),
							new Content.Text("b", new ProviderData("anthropic", "x"))))
			.path("contents")
			.path(1)
			.path("parts");
		assertThat(parts).isEqualTo(Wire.json("""
				[{"text":"signed","thought":true,"thoughtSignature":"c2ln+/="},{"text":"b"}]"""));
	}

	@Test
	void ownPartsComeBackByteForByte() {
		String body = """
				{"candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[
				{"text":"I look.","thoughtSignature":"b25l/+=="},
				{"functionCall":{"id":"g1","name":"weather","args":{"city":"Paris"}},"thoughtSignature":"dHdv"},
				{"functionCall":{"id":"g2","name":"weather","args":{"city":"Rome"}}},
				{"text":"","thoughtSignature":"bGFzdA=="}]}}]}""";
		JsonNode sent = this.wire.body(Message.user("a"), this.wire.whole(body).message());
		assertThat(sent.path("contents").path(1)).isEqualTo(Wire.json(body).path("candidates").path(0).path("content"));
	}

	@Test
	void mediaIsSentAsBytesOrByAddress() {
		byte[] bytes = { 1, 2, (byte) 0xFF };
		JsonNode parts = this.wire
			.body(Message.of(Role.USER, Media.of("image/png", bytes), Media.of("audio/wav", bytes),
					Media.of("video/mp4", bytes), Media.of("application/pdf", bytes), Media.of("text/plain", bytes),
					Media.of("application/pdf", URI.create("gs://bucket/a.pdf"))))
			.path("contents")
			.path(0)
			.path("parts");
		assertThat(parts).isEqualTo(Wire.json("""
				[{"inlineData":{"mimeType":"image/png","data":"AQL/"}},
				{"inlineData":{"mimeType":"audio/wav","data":"AQL/"}},
				{"inlineData":{"mimeType":"video/mp4","data":"AQL/"}},
				{"inlineData":{"mimeType":"application/pdf","data":"AQL/"}},
				{"inlineData":{"mimeType":"text/plain","data":"AQL/"}},
				{"fileData":{"mimeType":"application/pdf","fileUri":"gs://bucket/a.pdf"}}]"""));
	}

	@Test
	void textOfAnyKindIsSentAsText() {
		byte[] bytes = { '{', '}' };
		assertThat(this.wire
			.body(Message.of(Role.USER, Media.of("application/json", bytes), Media.of("text/csv", bytes),
					Media.of("text/plain", URI.create("https://example.org/a.txt"))))
			.path("contents")
			.path(0)
			.path("parts")).isEqualTo(Wire.json("""
					[{"inlineData":{"mimeType":"text/plain","data":"e30="}},
					{"inlineData":{"mimeType":"text/csv","data":"e30="}},
					{"fileData":{"mimeType":"text/plain","fileUri":"https://example.org/a.txt"}}]"""));
	}

	@Test
	void generatedMediaGoesBack() {
		JsonNode contents = this.wire
			.body(Message.user("Draw."), Message.of(Role.ASSISTANT, Media.of("image/png", new byte[] { 1 })))
			.path("contents");
		assertThat(contents.path(1))
			.isEqualTo(Wire.json("{\"role\":\"model\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\","
					+ "\"data\":\"AQ==\"}}]}"));
	}

	@Test
	void mediaTheServiceDoesNotTakeIsRejectedWithAdvice() {
		LlmException exception = this.wire.unwritable(Message.of(Role.USER, Media.of("application/zip", new byte[1])));
		assertThat(exception.reason()).isEqualTo(Reason.UNSUPPORTED);
		assertThat(exception).hasMessageContaining("application/zip").hasMessageContaining("PDF");
	}

}
