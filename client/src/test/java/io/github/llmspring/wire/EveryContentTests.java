package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No wire format may lose content without a word, whatever its kind and wherever it
 * stands: it is sent, or left out with a warning, or the request is rejected.
 */
class EveryContentTests {

	private static final String MARK = "bWFyaw==";

	/**
	 * Dialects in which a format takes as much as it can.
	 */
	private static final Map<String, Dialect> DIALECTS = Map.of("openai-chat",
			Dialect.of(Map.of("reasoning-replay-field", "reasoning")), "cohere",
			Dialect.of(Map.of("reasoning-replay-part", "text")));

	/**
	 * Data of thinking in the form that a format attaches.
	 */
	private static final Map<String, String> SEALS = Map.of("anthropic", "signature:c2ln", "bedrock-converse",
			"signature:c2ln", "openai-responses",
			"{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"" + MARK + "\"}");

	private static List<Content> samples(String wireFormat) {
		String seal = SEALS.getOrDefault(wireFormat, "c2ln");
		ProviderData data = wireFormat.equals("openai-chat") ? null : new ProviderData(wireFormat, seal);
		return List.of(new Content.Text(MARK), new Content.Reasoning(MARK, data),
				Media.of("image/png", "mark".getBytes(StandardCharsets.UTF_8)),
				new Content.ToolCall("call_1", "tool", "{\"mark\":\"" + MARK + "\"}"),
				new Content.ToolResult("call_1", "tool", MARK, false));
	}

	private static List<Role> naturalRoles(Content content) {
		if (content instanceof Content.ToolCall || content instanceof Content.Reasoning) {
			return List.of(Role.ASSISTANT);
		}
		if (content instanceof Content.ToolResult) {
			return List.of(Role.TOOL);
		}
		return (content instanceof Media) ? List.of(Role.USER) : List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT);
	}

	static Stream<Arguments> everyContent() {
		return WireFormats.all()
			.values()
			.stream()
			.flatMap((format) -> samples(format.id()).stream()
				.flatMap((content) -> Arrays.stream(Role.values())
					.map((role) -> Arguments.of(format, role, content.getClass().getSimpleName(), content))));
	}

	@Test
	void everyKindHasASample() {
		for (String format : WireFormats.all().keySet()) {
			Set<Object> kinds = samples(format).stream().map(Object::getClass).collect(Collectors.toSet());
			assertThat(kinds).isEqualTo(Set.of((Object[]) Content.class.getPermittedSubclasses()));
		}
		assertThat(WireFormats.all()).containsKeys("openai-chat", "openai-responses", "anthropic", "gemini");
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@MethodSource("everyContent")
	void contentIsSentOrRejected(WireFormat format, Role role, String kind, Content content) {
		Message message = Message.of(role, new Content[] { content });
		Wire wire = new Wire(format, DIALECTS.getOrDefault(format.id(), Dialect.STANDARD));
		try {
			HttpCall call = wire.call(Wire.request(Message.user("a"), message));
			assertThat(new String(call.body(), StandardCharsets.UTF_8) + call.warnings()).containsAnyOf(MARK,
					"left out");
		}
		catch (LlmException ex) {
			assertThat(ex.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(naturalRoles(content)).doesNotContain(role);
		}
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@MethodSource("everyContent")
	void contentBesideTextIsSentOrRejectedAlike(WireFormat format, Role role, String kind, Content content) {
		Wire wire = new Wire(format, DIALECTS.getOrDefault(format.id(), Dialect.STANDARD));
		Message message = Message.of(role, content, new Content.Text("b"));
		if (role == Role.TOOL) {
			assertThat(wire.unwritable(message).reason()).isEqualTo(Reason.UNSUPPORTED);
			return;
		}
		try {
			HttpCall call = wire.call(Wire.request(Message.user("a"), message));
			String sent = new String(call.body(), StandardCharsets.UTF_8);
			String told = naturalRoles(content).contains(role) ? "" : call.warnings().toString();
			assertThat(sent + told).containsAnyOf(MARK, "left out");
		}
		catch (LlmException ex) {
			assertThat(ex.reason()).isEqualTo(Reason.UNSUPPORTED);
			assertThat(naturalRoles(content)).doesNotContain(role);
		}
	}

}
