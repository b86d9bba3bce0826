package io.github.llmspring.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.StreamDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the examples are answers, so that the benchmarks measure what they say.
 */
class WireExampleTests {

	static List<String> formats() {
		return WireExample.available();
	}

	@ParameterizedTest
	@MethodSource("formats")
	void wholeAnswerIsComplete(String format) {
		WireExample example = WireExample.load(format);
		ChatResponse response = example.format().decode(example.answer(), Headers.NONE, example.dialect());
		assertThat(response.content()).startsWith("A lighthouse").hasSizeGreaterThan(300);
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.usage().outputTokens()).isEqualTo(78);
	}

	@ParameterizedTest
	@MethodSource("formats")
	void streamGivesOneEventForEachRepeatedPiece(String format) {
		WireExample example = WireExample.load(format);
		List<ChatEvent> events = new ArrayList<>();
		try (StreamDecoder decoder = example.format().decoder(example.dialect())) {
			example.opening().forEach((frame) -> frame.decode(decoder, events::add));
			assertThat(events).isEmpty();
			for (int i = 0; i < 3; i++) {
				example.piece().decode(decoder, events::add);
			}
			assertThat(events).containsExactly(new ChatEvent.TextDelta(" harbour"), new ChatEvent.TextDelta(" harbour"),
					new ChatEvent.TextDelta(" harbour"));
			example.closing().forEach((frame) -> frame.decode(decoder, events::add));
			assertThat(decoder.ended()).isTrue();
			assertThat(decoder.response().usage().outputTokens()).isEqualTo(1000);
		}
	}

}
