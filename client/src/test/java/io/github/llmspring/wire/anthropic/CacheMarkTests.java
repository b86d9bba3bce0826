package io.github.llmspring.wire.anthropic;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for marks that ask a service to cache.
 */
class CacheMarkTests {

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private final Wire wire = Wire.of(new AnthropicFormat());

	private static ChatRequest withTools(Message... messages) {
		return Wire.request(messages)
			.toBuilder()
			.tools(List.of(new ToolDefinition("first", "One.", "{\"type\":\"object\"}"), CLOCK))
			.build();
	}

	@Test
	void rulesTheLastToolAndTheMarkedMessageCarryMarks() {
		JsonNode body = this.wire.body(withTools(Message.system(" "), Message.system("Be brief."),
				Message.system("Long.").cache(), Message.user("Document").cache(), Message.user("Question")));
		assertThat(body.path("system")).isEqualTo(Wire.json("""
				[{"type":"text","text":"Be brief."},
				{"type":"text","text":"Long.","cache_control":{"type":"ephemeral"}}]"""));
		assertThat(body.path("messages")).isEqualTo(Wire.json("""
				[{"role":"user","content":[{"type":"text","text":"Document","cache_control":{"type":"ephemeral"}},
				{"type":"text","text":"Question"}]}]"""));
		assertThat(body.at("/tools/0").has("cache_control")).isFalse();
		assertThat(body.at("/tools/1/cache_control/type").asString()).isEqualTo("ephemeral");
	}

	@Test
	void loneRuleIsMarkedAsABlock() {
		assertThat(this.wire.body(Message.system("Long.").cache(), Message.user("Hi")).path("system")).isEqualTo(
				Wire.json("[{\"type\":\"text\",\"text\":\"Long.\",\"cache_control\":{\"type\":\"ephemeral\"}}]"));
	}

	@Test
	void everyKindOfContentThatMayCarryAMarkDoes() {
		Content.ToolCall call = new Content.ToolCall("t", "clock", "{}");
		Message thinking = Message
			.of(Role.ASSISTANT, call, new Content.Reasoning("Hm.", new ProviderData("anthropic", "signature:c2ln")),
					new Content.Text(" "))
			.cache();
		JsonNode messages = this.wire
			.body(Message.of(Role.USER, Media.of("image/png", new byte[] { 1 })).cache(), thinking,
					Message.tool(Content.ToolResult.of(call, "12:00")).cache())
			.path("messages");
		assertThat(messages.at("/0/content/0").has("cache_control")).isTrue();
		assertThat(messages.at("/1/content/0").has("cache_control")).isTrue();
		assertThat(messages.at("/1/content/1").has("cache_control")).isFalse();
		assertThat(messages.at("/2/content/0").has("cache_control")).isTrue();
	}

	@Test
	void noMoreMarksAreSentThanTheServiceTakes() {
		List<Message> messages = new ArrayList<>(List.of(Message.system("Long.").cache()));
		for (int i = 0; i < 5; i++) {
			messages.add(Message.user("m" + i).cache());
		}
		ChatRequest request = withTools(messages.toArray(Message[]::new));
		JsonNode body = this.wire.body(request);
		assertThat(body.findValues("cache_control")).hasSize(4);
		assertThat(body.at("/system/0").has("cache_control")).isTrue();
		assertThat(body.at("/messages/0/content")).map((block) -> block.has("cache_control"))
			.containsExactly(false, false, true, true, true);
		assertThat(this.wire.call(request).warnings()).singleElement().asString().startsWith("2 cache marks");
	}

	@Test
	void markOnAMessageThatIsNotSentIsPassedOver() {
		JsonNode body = this.wire.body(withTools(Message.user("Hi"), Message.assistant(" ").cache()));
		assertThat(body.findValues("cache_control")).isEmpty();
	}

	@Test
	void otherFormatsPassOverMarksWithoutAWord() {
		for (WireFormat format : WireFormats.all().values()) {
			if (!format.id().equals("anthropic")) {
				Wire other = Wire.of(format);
				ChatRequest marked = withTools(Message.system("Long.").cache(), Message.user("Hi").cache());
				assertThat(other.body(marked)).as(format.id())
					.isEqualTo(other.body(withTools(Message.system("Long."), Message.user("Hi"))));
				assertThat(other.call(marked).warnings()).isEmpty();
			}
		}
	}

}
