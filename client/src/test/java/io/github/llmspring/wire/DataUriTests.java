package io.github.llmspring.wire;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

import io.github.llmspring.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DataUriTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 24_575, 24_576, 24_577, 100_000 })
	void bytesAreWrittenWhole(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		assertThat(written(Media.of("image/png", bytes)))
			.isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(bytes));
	}

	@Test
	void addressIsWrittenAsItIs() {
		assertThat(written(Media.of("image/png", URI.create("https://example.org/a.png?b=c"))))
			.isEqualTo("https://example.org/a.png?b=c");
	}

	@Test
	void mediaTypeCannotBreakOutOfItsText() {
		assertThat(written(Media.of("image/\"png\\", new byte[1]))).isEqualTo("data:image/\"png\\;base64,AA==");
	}

	private static String written(Media media) {
		byte[] list = Dialect.STANDARD.json().write((json) -> {
			json.writeStartArray();
			json.writeString("before");
			DataUri.write(json, media);
			json.writeString("after");
			json.writeEndArray();
		});
		return Wire.json(new String(list, StandardCharsets.UTF_8)).path(1).asString();
	}

}
