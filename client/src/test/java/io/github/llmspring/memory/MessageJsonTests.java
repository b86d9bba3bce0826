package io.github.llmspring.memory;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MessageJson}.
 */
class MessageJsonTests {

	private static final ProviderData DATA = new ProviderData("acme", "{\"signature\":\"a\\nb\"}", "acme/model");

	static List<Content> contents() {
		return List.of(new Content.Text(""), new Content.Text("\"\\ \u0000 \u2028 \uD83D\uDE00 \uD83D"),
				new Content.Text("signed", DATA), new Content.Reasoning("hm"), new Content.Reasoning("", DATA),
				new Content.Reasoning("hm", new ProviderData("acme", "")), Media.of("image/png", new byte[0]),
				Media.of("image/png", new byte[] { 0, 1, -1, 127, -128 }),
				Media.of("image/png", URI.create("https://example.com/a.png?b=%20c#d")),
				new Content.ToolCall("1", "look", "{\"a\": 1.50}"), new Content.ToolCall("1", "look", "no json", DATA),
				new Content.ToolResult("1", "look", "a cat", false), new Content.ToolResult("1", "look", "oh", true));
	}

	@ParameterizedTest
	@MethodSource("contents")
	void contentIsReadAsItWasWritten(Content content) {
		Message message = Message.of(Role.ASSISTANT, content, new Content.Text("and"), content);
		assertThat(MessageJson.read(MessageJson.write(message))).isEqualTo(message);
	}

	@ParameterizedTest
	@EnumSource
	void roleIsReadAsItWasWritten(Role role) {
		for (Message message : List.of(new Message(role, List.of()), new Message(role, List.of(), true))) {
			assertThat(MessageJson.read(MessageJson.write(message))).isEqualTo(message);
		}
	}

	@Test
	void everyKindOfContentIsTried() {
		assertThat(contents()).extracting((content) -> (Class) content.getClass())
			.contains(Content.class.getPermittedSubclasses());
	}

	/**
	 * A new component of a record must become part of the JSON, and of this test.
	 */
	@Test
	void everyComponentIsKnown() {
		assertThat(components(Message.class)).containsExactly("role", "content", "cached");
		assertThat(components(Content.Text.class)).containsExactly("text", "providerData");
		assertThat(components(Content.Reasoning.class)).containsExactly("text", "providerData");
		assertThat(components(Content.ToolCall.class)).containsExactly("id", "name", "arguments", "providerData");
		assertThat(components(Content.ToolResult.class)).containsExactly("toolCallId", "name", "text", "error");
		assertThat(components(ProviderData.class)).containsExactly("wireFormat", "value", "origin");
	}

	private static Stream<String> components(Class<?> record) {
		return Arrays.stream(record.getRecordComponents()).map(RecordComponent::getName);
	}

	@Test
	void formOfVersionOneStays() {
		String stored = """
				{"v":1,"role":"assistant","cached":true,"content":[{"type":"text","text":"a"},\
				{"type":"reasoning","text":"b","provider":{"wire_format":"acme","value":"v","origin":"acme/m"}},\
				{"type":"tool_call","id":"1","name":"look","arguments":"{}"},\
				{"type":"tool_result","id":"1","name":"look","text":"c","error":false},\
				{"type":"media","media_type":"image/png","data":"AAE="},\
				{"type":"media","media_type":"image/png","url":"https://example.com"}]}""";
		Message message = new Message(Role.ASSISTANT,
				List.of(new Content.Text("a"), new Content.Reasoning("b", new ProviderData("acme", "v", "acme/m")),
						new Content.ToolCall("1", "look", "{}"), new Content.ToolResult("1", "look", "c", false),
						Media.of("image/png", new byte[] { 0, 1 }),
						Media.of("image/png", URI.create("https://example.com"))),
				true);
		assertThat(MessageJson.read(stored)).isEqualTo(message);
		assertThat(MessageJson.write(message)).isEqualTo(stored);
	}

	@Test
	void laterVersionIsRefusedWithAnExplanation() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MessageJson.read("{\"v\":2,\"role\":\"user\",\"content\":[]}"))
			.withMessage("A stored message is of version 2, but only version 1 is known here: it was written by "
					+ "another version of llm-client. Let all that use the store run the newer one.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no json", "{}", "[]", "null", "{\"v\":1}", "{\"v\":\"1\",\"role\":\"user\"}",
			"{\"v\":1,\"role\":\"poet\",\"content\":[]}", "{\"v\":1,\"role\":\"user\",\"content\":[{}]}",
			"{\"v\":1,\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}",
			"{\"v\":1,\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":1}]}" })
	void whatIsNoStoredMessageIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageJson.read(text))
			.withMessageStartingWith("A stored message cannot be read: ");
	}

}
