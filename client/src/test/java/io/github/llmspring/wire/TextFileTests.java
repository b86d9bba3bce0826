package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TextFileTests {

	private static String written(String text) {
		byte[] document = Dialect.STANDARD.json().write((json) -> {
			json.writeStartArray();
			json.writeString("before");
			TextFile.write(json, Media.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
			TextFile.quote(json, Media.of("text/plain", new byte[0]));
			json.writeString("after");
			json.writeEndArray();
		});
		assertThat(Wire.json(new String(document, StandardCharsets.UTF_8)).path(2).asString())
			.isEqualTo("<file>\n\n</file>");
		return Wire.json(new String(document, StandardCharsets.UTF_8)).path(1).asString();
	}

	@Test
	void everyCharacterArrives() {
		String text = IntStream.rangeClosed(0, 0x2FFF).mapToObj(Character::toString).collect(Collectors.joining())
				+ "\uD83D\uDE00\uFFFD";
		assertThat(written(text)).isEqualTo(text);
		assertThat(written("")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 8191, 8192, 20_000 })
	void textThatIsNotUtf8IsRejectedWhereverItBreaks(int at) {
		byte[] bytes = "a".repeat(20_001).getBytes(StandardCharsets.UTF_8);
		bytes[at] = (byte) 0xE9;
		LlmException exception = catchThrowableOfType(LlmException.class,
				() -> Dialect.STANDARD.json().write((json) -> TextFile.write(json, Media.of("text/plain", bytes))));
		assertThat(exception.reason()).isEqualTo(Reason.UNSUPPORTED);
		assertThat(exception).hasMessageContaining("Convert it to UTF-8");
	}

}
