package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTests {

	private final Json json = Json.ofDepth(20);

	@ParameterizedTest
	@ValueSource(strings = { "{}", " {\"a\":[1,{\"b\":\"\\u00e9}\"}]} \n", "{\"a\":1.0e5}" })
	void objectIsAnObject(String text) {
		assertThat(this.json.isObject(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "[]", "1", "\"{}\"", "null", "{", "{\"a\":}", "{}{}", "{} x", "{\"a\":\"\\x\"}",
			"{'a':1}", "{\"a\":1,}" })
	void allElseIsNone(String text) {
		assertThat(this.json.isObject(text)).isFalse();
	}

	@Test
	void objectTooDeepIsNone() {
		assertThat(this.json.isObject("{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "\"text\",text", "\"te\\u0078t\",text", "\"texts\",-", "\"tex\",-",
			"\"Text\",-", "\"\",-", "null,-", "7,-", "true,-" })
	void wordIsToldApart(String value, @Nullable String expected) {
		try (JsonParser parser = this.json.parser(value.getBytes(StandardCharsets.UTF_8))) {
			parser.nextToken();
			assertThat(Json.word(parser, List.of("other", "text"))).isEqualTo(expected);
		}
	}

	@Test
	void valueThatIsNoWordIsSkipped() {
		try (JsonParser parser = this.json.parser("[{\"text\":[1]},2]".getBytes(StandardCharsets.UTF_8))) {
			parser.nextToken();
			parser.nextToken();
			assertThat(Json.word(parser, List.of("text"))).isNull();
			assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
		}
	}

	@Test
	void copyKeepsNumbersAsTheyWereWritten() {
		String text = "{\"a\":[1.0,1e400,-0,12345678901234567890123],\"b\":{\"c\":\"é\\n\",\"d\":null,\"e\":true}}";
		try (JsonParser parser = this.json.parser(text.getBytes(StandardCharsets.UTF_8))) {
			parser.nextToken();
			assertThat(this.json.copy(parser)).isEqualTo(text);
		}
	}

}
