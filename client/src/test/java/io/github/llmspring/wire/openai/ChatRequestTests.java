package io.github.llmspring.wire.openai;

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

class ChatRequestTests {

	private final Wire wire = Wire.of(new OpenAiChatFormat());

	@Test
	void wholeRequestIsWritten() {
		ChatRequest request = ChatRequest.builder()
			.model("org/gpt-x:free")
			.messages(List.of(Message.system("Be brief."), Message.user("Hi"), Message.assistant("Hello"),
					Message.user("Bye")))
			.options(ChatOptions.builder()
				.temperature(1.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.stop("END", "\n")
				.seed(7L)
				.frequencyPenalty(0.1)
				.presencePenalty(-0.2)
				.extra("chat_template_kwargs", Map.of("enable_thinking", false))
				.build())
			.build();
		HttpCall call = this.wire.call(request);
		assertThat(call.method()).isEqualTo("POST");
		assertThat(call.path()).isEqualTo("/chat/completions");
		assertThat(call.headers()).containsOnly(Map.entry("Accept", "application/json"));
		assertThat(call.warnings()).isEmpty();
		assertThat(this.wire.body(request)).isEqualTo(Wire.json("""
				{"model":"org/gpt-x:free","messages":[{"role":"system","content":"Be brief."},
				{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Bye"}],
				"max_tokens":100,"temperature":1.5,"top_p":0.9,"stop":["END","\\n"],"seed":7,"frequency_penalty":0.1,
				"presence_penalty":-0.2,"chat_template_kwargs":{"enable_thinking":false}}"""));
	}

	@Test
	void leanRequestHoldsModelAndMessagesAlone() {
		assertThat(this.wire.body(Message.user("Hi")))
			.isEqualTo(Wire.json("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
	}

	@Test
	void streamAsksForItsUsage() {
		ChatRequest request = Wire.request(Message.user("Hi")).toBuilder().streaming(true).build();
		assertThat(this.wire.body(request).path("stream")).isEqualTo(Wire.json("true"));
		assertThat(this.wire.body(request).path("stream_options")).isEqualTo(Wire.json("{\"include_usage\":true}"));
		assertThat(this.wire.call(request).headers()).containsEntry("Accept", "text/event-stream");
		ChatRequest more = request.toBuilder()
			.options(ChatOptions.builder().extra("stream_options", Map.of("include_obfuscation", false)).build())
			.build();
		assertThat(this.wire.body(more).path("stream_options"))
			.isEqualTo(Wire.json("{\"include_usage\":true,\"include_obfuscation\":false}"));
		assertThat(this.wire.with(Map.of("ask-stream-usage", false)).body(request).has("stream_options")).isFalse();
	}

	@Test
	void dialectNamesFieldsAndRoles() {
		Wire other = this.wire.with(Map.of("token-limit-field", "max_completion_tokens", "seed-field", "random_seed",
				"models", List.of(Map.of("match", "o1-.*", "system-role", "user"))));
		ChatRequest request = Wire.request(Message.system("Be brief."))
			.toBuilder()
			.model("o1-mini")
			.options(ChatOptions.builder().maxOutputTokens(9).seed(1L).build())
			.build();
		assertThat(other.body(request)).isEqualTo(Wire.json("""
				{"model":"o1-mini","messages":[{"role":"user","content":"Be brief."}],"max_completion_tokens":9,
				"random_seed":1}"""));
	}

	@Test
	void optionsTheModelRejectsAreLeftOutWithAWarning() {
		Wire strict = this.wire
			.with(Map.of("models", List.of(Map.of("match", "m", "rejects", List.of("temperature", "stop")))));
		ChatOptions options = ChatOptions.builder().temperature(0.5).stop("END").topP(0.9).build();
		assertThat(strict.body(options).has("temperature")).isFalse();
		assertThat(strict.body(options).has("stop")).isFalse();
		assertThat(strict.body(options).path("top_p").asDouble()).isEqualTo(0.9);
		assertThat(strict.warnings(options)).hasSize(2);
	}

	@Test
	void toolTurnIsWritten() {
		Content.ToolCall paris = new Content.ToolCall("call_1", "weather", "{\"city\": \"Paris\"}");
		Content.ToolCall rome = new Content.ToolCall("call_2", "weather", "");
		JsonNode messages = this.wire
			.body(Message.of(Role.ASSISTANT, paris, rome),
					Message.tool(Content.ToolResult.of(paris, "18C"), Content.ToolResult.failed(rome, "boom")),
					Message.of(Role.ASSISTANT, new Content.Text("I look."), paris))
			.path("messages");
		assertThat(messages).isEqualTo(Wire
			.json("""
					[{"role":"assistant","content":null,"tool_calls":[
					{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\": \\"Paris\\"}"}},
					{"id":"call_2","type":"function","function":{"name":"weather","arguments":"{}"}}]},
					{"role":"tool","tool_call_id":"call_1","content":"18C"},
					{"role":"tool","tool_call_id":"call_2","content":"boom"},
					{"role":"assistant","content":"I look.","tool_calls":[
					{"id":"call_1_2","type":"function","function":{"name":"weather","arguments":"{\\"city\\": \\"Paris\\"}"}}]}]"""));
	}

	@Test
	void argumentsThatAreNoObjectBecomeAnEmptyOne() {
		Content.ToolCall call = new Content.ToolCall("a", "weather", "{\"city\":");
		assertThat(this.wire.body(Message.of(Role.ASSISTANT, call)).findValue("arguments").asString()).isEqualTo("{}");
	}

	@Test
	void toolsAreDefined() {
		ChatRequest request = Wire.request(Message.user("Hi"))
			.toBuilder()
			.tools(List.of(new ToolDefinition("weather", "Tells it.", "{\"type\":\"object\"}")))
			.build();
		assertThat(this.wire.body(request).path("tools")).isEqualTo(Wire.json("""
				[{"type":"function","function":{"name":"weather","description":"Tells it.",
				"parameters":{"type":"object"}}}]"""));
		assertThat(this.wire.body(Message.user("Hi")).has("tools")).isFalse();
		ChatRequest broken = request.toBuilder().tools(List.of(new ToolDefinition("weather", "", "{"))).build();
		assertThat(catchThrowableOfType(LlmException.class, () -> this.wire.call(broken)).reason())
			.isEqualTo(Reason.INVALID_REQUEST);
	}

	@Test
	void reasoningIsSentBackOnlyWhereTheDialectSaysAndOnlyOurOwn() {
		Message answer = Message.of(Role.ASSISTANT, new Content.Reasoning("H"), new Content.Reasoning("m."),
				new Content.Reasoning("foreign", new ProviderData("anthropic", "signature:x")), new Content.Text("Hi"));
		Wire replaying = this.wire.with(Map.of("reasoning-replay-field", "reasoning_content"));
		assertThat(this.wire.body(answer).path("messages"))
			.isEqualTo(Wire.json("[{\"role\":\"assistant\",\"content\":\"Hi\"}]"));
		assertThat(replaying.body(answer).path("messages"))
			.isEqualTo(Wire.json("[{\"role\":\"assistant\",\"content\":\"Hi\",\"reasoning_content\":\"Hm.\"}]"));
		assertThat(replaying.body(Message.assistant("Hi")).findValue("reasoning_content")).isNull();
	}

	@Test
	void mediaIsSent() {
		byte[] bytes = { 1, 2, (byte) 0xFF };
		JsonNode content = this.wire
			.body(Message.of(Role.USER, new Content.Text("What?"), Media.of("image/png", bytes),
					Media.of("image/png", URI.create("https://example.org/a.png")), Media.of("audio/wav", bytes),
					Media.of("audio/mpeg", bytes), Media.of("application/pdf", bytes)))
			.path("messages")
			.path(0)
			.path("content");
		assertThat(content).isEqualTo(Wire.json("""
				[{"type":"text","text":"What?"},
				{"type":"image_url","image_url":{"url":"data:image/png;base64,AQL/"}},
				{"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
				{"type":"input_audio","input_audio":{"data":"AQL/","format":"wav"}},
				{"type":"input_audio","input_audio":{"data":"AQL/","format":"mp3"}},
				{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,AQL/"}}]"""));
	}

	@Test
	void textFileIsToldAsText() {
		Media notes = Media.of("# Notes".getBytes(StandardCharsets.UTF_8)).withName("a\"><b.md");
		Media data = Media.of("application/json", "{}".getBytes(StandardCharsets.UTF_8));
		assertThat(this.wire.body(Message.of(Role.USER, notes, data)).findValue("content")).isEqualTo(Wire.json("""
				[{"type":"text","text":"<file name=\\"a___b.md\\">\\n# Notes\\n</file>"},
				{"type":"text","text":"<file>\\n{}\\n</file>"}]"""));
	}

	@Test
	void nameOfAFileGoesAlong() {
		assertThat(this.wire.body(Message.of(Role.USER, Media.of("application/pdf", new byte[1]).withName("a.pdf")))
			.findValue("filename")
			.asString()).isEqualTo("a.pdf");
	}

	@ParameterizedTest
	@CsvSource({ "application/pdf, openai-responses", "audio/wav, attach its bytes", "text/plain, attach its bytes" })
	void mediaByAddressIsRejectedWithWhatToDo(String mediaType, String advice) {
		Media media = Media.of(mediaType, URI.create("https://example.org/a"));
		assertThat(this.wire.unwritable(Message.of(Role.USER, media))).hasMessageContaining("by address")
			.hasMessageContaining(advice);
	}

	@Test
	void dialectSaysWhetherFilesMayBeElsewhere() {
		Media letter = Media.of(URI.create("https://example.org/a.pdf")).withName("a.pdf");
		assertThat(this.wire.with(Map.of("file-addresses", true)).body(Message.of(Role.USER, letter)).findValue("file"))
			.isEqualTo(Wire.json("{\"filename\":\"a.pdf\",\"file_data\":\"https://example.org/a.pdf\"}"));
	}

	@Test
	void soundOfAnotherKindIsRejectedWithTheKindsThatGo() {
		assertThat(this.wire.unwritable(Message.of(Role.USER, Media.of("audio/ogg", new byte[1]))))
			.hasMessageContaining("Convert it to WAV or MP3");
	}

	@Test
	void mediaTheFormatDoesNotTakeIsRejectedWithAdvice() {
		for (Media media : List.of(Media.of("audio/ogg", new byte[1]), Media.of("video/mp4", new byte[1]),
				Media.of("application/pdf", URI.create("https://example.org/a.pdf")),
				Media.of("audio/wav", URI.create("https://example.org/a.wav")), Media.of("nonsense", new byte[1]))) {
			LlmException exception = this.wire.unwritable(Message.of(Role.USER, media));
			assertThat(exception.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(exception).hasMessageContaining(media.mediaType()).hasMessageContaining("bytes");
		}
		assertThat(this.wire.unwritable(Message.of(Role.ASSISTANT, Media.of("image/png", new byte[1]))).reason())
			.isEqualTo(Reason.UNSUPPORTED);
	}

}
