package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelMedia}: a conversation in which a model drew goes on with one
 * whose service takes no drawing of a model.
 */
class ModelMediaTests {

	private static final Message DRAWING = Message.of(Role.ASSISTANT, new Content.Text("Here it is."),
			Media.of("image/png", "mark".getBytes(StandardCharsets.UTF_8)));

	private static final Message WORDS = Message.assistant("Here it is.");

	@ParameterizedTest
	@ValueSource(strings = { "openai-chat", "openai-responses", "anthropic" })
	void whatAModelDrewIsLeftOutWithAWarning(String format) {
		Wire wire = Wire.of(WireFormats.all().get(format));
		HttpCall call = wire.call(request(DRAWING));
		assertThat(call.warnings()).singleElement().asString().contains("left out", "a user's message");
		assertThat(new String(call.body(), StandardCharsets.UTF_8))
			.isEqualTo(new String(wire.call(request(WORDS)).body(), StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "openai-chat", "openai-responses", "anthropic" })
	void aTurnThatWasNothingElseIsLeftOut(String format) {
		Wire wire = Wire.of(WireFormats.all().get(format));
		Message drawingAlone = new Message(Role.ASSISTANT, List.of(DRAWING.content().get(1)));
		assertThat(new String(wire.call(request(drawingAlone)).body(), StandardCharsets.UTF_8)).doesNotContain("bWFyaw")
			.contains("Draw a cat", "Bigger");
	}

	@Test
	void geminiGetsItsDrawingBack() {
		HttpCall call = Wire.of(WireFormats.all().get("gemini")).call(request(DRAWING));
		assertThat(call.warnings()).isEmpty();
		assertThat(new String(call.body(), StandardCharsets.UTF_8)).contains("bWFyaw");
	}

	@Test
	void aRequestWithoutDrawingsIsTheSame() {
		ChatRequest request = request(WORDS);
		assertThat(ModelMedia.leftOut(request).request()).isSameAs(request);
	}

	private static ChatRequest request(Message... amid) {
		List<Message> messages = new ArrayList<>(List.of(Message.user("Draw a cat")));
		messages.addAll(Arrays.asList(amid));
		messages.add(Message.user("Bigger"));
		return Wire.request(messages.toArray(new Message[0]));
	}

}
