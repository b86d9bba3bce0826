package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonBodyTests {

	private static String write(Map<String, Object> extra, Consumer<JsonBody> fields) {
		return new String(JsonBody.write(Json.ofDepth(10), extra, fields), StandardCharsets.UTF_8);
	}

	@Test
	void fieldsAreWrittenInOrder() {
		assertThat(write(Map.of(),
				(body) -> body.field("a", "é\"")
					.field("b", 0.2)
					.field("c", null)
					.field("d", List.of(1, true))
					.value("e", (json) -> json.writeNumber(7))))
			.isEqualTo("{\"a\":\"é\\\"\",\"b\":0.2,\"d\":[1,true],\"e\":7}");
	}

	@Test
	void fieldsOfTheCallerComeOnTop() {
		assertThat(write(Map.of("x", Map.of("y", List.of("z"))), (body) -> body.field("a", 1)))
			.isEqualTo("{\"a\":1,\"x\":{\"y\":[\"z\"]}}");
	}

	@Test
	void fieldsOfTheCallerWin() {
		assertThat(Wire.json(write(Map.of("a", 9, "b", "text", "c", 7),
				(body) -> body.field("a", 1)
					.value("b", (json) -> json.writeNumber(2))
					.object("c", (fields) -> fields.field("d", 3)))))
			.isEqualTo(Wire.json("{\"a\":9,\"b\":\"text\",\"c\":7}"));
	}

	@Test
	void objectsAreMergedLevelByLevel() {
		Map<String, Object> extra = Map.of("o", Map.of("a", 9, "p", Map.of("x", 8), "q", List.of()));
		assertThat(Wire.json(write(extra,
				(body) -> body.object("o",
						(fields) -> fields.field("a", 1)
							.field("b", 2)
							.object("p", (inner) -> inner.field("x", 3).field("y", 4))))))
			.isEqualTo(Wire.json("{\"o\":{\"a\":9,\"b\":2,\"p\":{\"x\":8,\"y\":4},\"q\":[]}}"));
	}

	@Test
	void noFieldIsWrittenTwice() {
		String body = write(Map.of("o", Map.of("a", 9), "f", 9),
				(object) -> object.field("f", 1).object("o", (fields) -> fields.field("a", 1)));
		assertThat(Arrays.stream(body.split("\"f\"")).count()).isEqualTo(2);
		assertThat(Arrays.stream(body.split("\"o\"")).count()).isEqualTo(2);
		assertThat(Arrays.stream(body.split("\"a\"")).count()).isEqualTo(2);
	}

	@Test
	void explicitNullOfTheCallerIsSent() {
		Map<String, Object> inner = new HashMap<>();
		inner.put("a", null);
		assertThat(write(Map.of("o", inner), (body) -> body.object("o", (fields) -> fields.field("a", 1))))
			.isEqualTo("{\"o\":{\"a\":null}}");
	}

}
