package io.github.llmspring.entity;

import java.util.Random;

import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonSoFar}.
 */
class JsonSoFarTests {

	private static JsonSoFar of(String text) {
		JsonSoFar json = new JsonSoFar();
		json.append(text);
		return json;
	}

	private static String read(String text) {
		return String.valueOf(of(text).read());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			value = { "{|{}", "{\"a|{}", "{\"a\"|{}", "{\"a\":|{}", "{\"a\": |{}", "{\"a\": \"|{}",
					"{\"a\": \"b|{\"a\":\"b\"}", "{\"a\": \"b\"|{\"a\":\"b\"}", "{\"a\": \"\"|{\"a\":\"\"}",
					"{\"a\": \"b\", |{\"a\":\"b\"}", "{\"a\": \"b\", \"c|{\"a\":\"b\"}", "{\"a\": 12|{}",
					"{\"a\": 12,|{\"a\":12}", "{\"a\": 12}|{\"a\":12}", "{\"a\": tru|{}", "{\"a\": true}|{\"a\":true}",
					"{\"a\": [|{\"a\":[]}", "{\"a\": [1, 2|{\"a\":[1]}", "{\"a\": [1, 2]|{\"a\":[1,2]}",
					"{\"a\": [\"b\", \"c|{\"a\":[\"b\",\"c\"]}", "{\"a\": [{\"b\": \"c|{\"a\":[{\"b\":\"c\"}]}",
					"{\"a\": {\"b\": 1}, \"c\": {|{\"a\":{\"b\":1},\"c\":{}}", "{\"a\": \"}],|{\"a\":\"}],\"}" })
	void whatIsOpenIsClosedAndHalfTokensAreLeftOut(String soFar, String expected) {
		assertThat(read(soFar)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			value = { "{\"a\": \"b\\|b", "{\"a\": \"b\\\\|b\\", "{\"a\": \"b\\\"|b\"", "{\"a\": \"b\\u|b",
					"{\"a\": \"b\\u00|b", "{\"a\": \"b\\u00e9|b\u00e9", "{\"a\": \"b\\ud83d|b",
					"{\"a\": \"b\\ud83d\\ude|b", "{\"a\": \"b\\ud83d\\ude00|b\ud83d\ude00", "{\"a\": \"b\ud83d|b",
					"{\"a\": \"b\ud83d\ude00|b\ud83d\ude00" })
	void halfCharactersAreLeftOut(String soFar, String expected) {
		assertThat(of(soFar).read().path("a").asString()).isEqualTo(expected);
	}

	@Test
	void openTextCanBeLeftOut() {
		assertThat(of("{\"a\": \"b\", \"c\": \"d").readWithoutOpenText()).hasToString("{\"a\":\"b\"}");
	}

	@Test
	void wordsBeforeAndAfterAreNotRead() {
		assertThat(read("Here you are:\n```json\n{\"a\": 1}\n``` {\"b\": 2}")).isEqualTo("{\"a\":1}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON here", "{]", "{\"a\": 1 \"b\": 2}", "{,", "{}}", "{\"a\" \"b\": [" })
	void whatIsNoJsonIsNothingOrEmptyAndNoError(String text) {
		assertThat(read(text)).isIn("null", "{}");
	}

	@Test
	void nestingWithoutEndIsNothing() {
		JsonSoFar json = of("{\"a\":" + "[".repeat(10_000));
		assertThat(json.read()).isNull();
		assertThat(json.append("[")).isFalse();
	}

	@Test
	void everyDocumentCanBeReadAtEveryPlaceAndIsWholeAtItsEnd() throws InvalidJsonException {
		Random random = new Random(7);
		for (int i = 0; i < 200; i++) {
			String text = random(random, 0).toPrettyString();
			JsonSoFar json = new JsonSoFar();
			for (int at = 0; at < text.length(); at++) {
				json.append(text.substring(at, at + 1));
				assertThat(json.read()).as(text.substring(0, at + 1)).isNotNull();
				assertThat(json.readWithoutOpenText()).as(text.substring(0, at + 1)).isNotNull();
			}
			assertThat(json.read()).isEqualTo(StrictJson.read(text));
		}
	}

	private static JsonNode random(Random random, int depth) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		int size = random.nextInt(4);
		for (int i = 0; i < size; i++) {
			object.set(text(random) + i, value(random, depth));
		}
		return object;
	}

	private static JsonNode value(Random random, int depth) {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		switch (random.nextInt((depth < 4) ? 7 : 5)) {
			case 0:
				return nodes.stringNode(text(random));
			case 1:
				return nodes.numberNode(random.nextInt());
			case 2:
				return nodes.booleanNode(random.nextBoolean());
			case 3:
				return nodes.nullNode();
			case 4:
				return nodes.stringNode("");
			case 5:
				ArrayNode array = nodes.arrayNode();
				int size = random.nextInt(4);
				for (int i = 0; i < size; i++) {
					array.add(value(random, depth + 1));
				}
				return array;
			default:
				return random(random, depth + 1);
		}
	}

	private static String text(Random random) {
		String[] parts = { "a", "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\u00e9", "\ud83d\ude00", "u00",
				"\u0001" };
		StringBuilder text = new StringBuilder();
		int length = random.nextInt(5);
		for (int i = 0; i < length; i++) {
			text.append(parts[random.nextInt(parts.length)]);
		}
		return text.toString();
	}

	@Test
	void longObjectsAreReadInProportionToTheirLength() {
		JsonSoFar json = new JsonSoFar();
		json.append("{\"items\": [");
		long length = 0;
		long read = 0;
		for (int i = 0; i < 200_000; i++) {
			length += 4;
			if (json.append("123,")) {
				json.read();
				read += length;
			}
		}
		assertThat(read).isBetween(20 * length, 80 * length);
	}

	@Test
	void whatBringsNothingNewIsNotRead() {
		JsonSoFar json = new JsonSoFar();
		assertThat(json.append("{\"name")).isTrue();
		json.read();
		assertThat(json.append("\": ")).isFalse();
		assertThat(json.append("12")).isFalse();
		assertThat(json.append("3,")).isTrue();
	}

}
