package io.github.llmspring.simulated;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.schema.JsonSchema;
import io.github.llmspring.schema.StrictJson;
import io.github.llmspring.schema.TypeSchemas;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SchemaFiller}.
 */
class SchemaFillerTests {

	private static final ChatRequest SILENCE = ChatRequest.builder().build();

	private static String fill(String schema, Message... messages) throws Exception {
		String filled = SchemaFiller.fill(schema, ChatRequest.builder().messages(List.of(messages)).build());
		return JsonSchema.of(schema).check(StrictJson.read(filled)).toString();
	}

	private static String object(String property) {
		return "{\"type\": \"object\", \"properties\": {\"a\": " + property + "}, \"required\": [\"a\"]}";
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', value = { "{\"type\": \"string\"}|\"a\"",
			"{\"enum\": [\"x\", \"y\"]}|\"x\"", "{\"const\": 7}|7", "{\"type\": \"integer\"}|1",
			"{\"type\": \"integer\", \"minimum\": 18}|18", "{\"type\": \"integer\", \"exclusiveMinimum\": 18}|19",
			"{\"type\": \"integer\", \"minimum\": 17.5}|18", "{\"type\": \"integer\", \"maximum\": -3}|-3",
			"{\"type\": \"integer\", \"exclusiveMaximum\": -3}|-4",
			"{\"type\": \"integer\", \"minimum\": 5, \"multipleOf\": 4}|8",
			"{\"type\": \"integer\", \"exclusiveMinimum\": 8, \"multipleOf\": 4}|12",
			"{\"type\": \"integer\", \"maximum\": 99, \"multipleOf\": 5}|5",
			"{\"type\": \"integer\", \"maximum\": -3, \"multipleOf\": 5}|-5",
			"{\"type\": \"integer\", \"exclusiveMaximum\": -5, \"multipleOf\": 5}|-10",
			"{\"type\": \"number\", \"exclusiveMinimum\": 1, \"exclusiveMaximum\": 10, \"multipleOf\": 5}|5",
			"{\"type\": \"number\", \"exclusiveMinimum\": 0, \"exclusiveMaximum\": 1}|0.5",
			"{\"type\": \"number\", \"maximum\": 0.5}|0.5", "{\"type\": \"boolean\"}|true", "{\"type\": \"null\"}|null",
			"{\"type\": [\"null\", \"integer\"]}|1",
			"{\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"boolean\"}]}|true",
			"{\"type\": \"string\", \"maxLength\": 0}|\"\"", "{\"type\": \"string\", \"minLength\": 4}|\"a a a a\"",
			"{\"type\": \"array\", \"items\": {\"type\": \"string\"}}|[\"a\",\"a 2\"]",
			"{\"type\": \"array\", \"maxItems\": 1, \"items\": {\"type\": \"integer\"}}|[1]",
			"{\"type\": \"array\", \"minItems\": 3, \"items\": {\"enum\": [\"x\", \"y\"]}}|[\"x\",\"y\",\"x\"]",
			"{\"type\": \"array\", \"uniqueItems\": true, \"items\": {\"type\": \"integer\", \"minimum\": 3}}|[3,4]",
			"{\"type\": \"array\", \"prefixItems\": [{\"type\": \"boolean\"}, {\"type\": \"integer\"}]}|[true,2]",
			"{\"allOf\": [{\"properties\": {\"b\": {\"type\": \"integer\"}}}, {\"properties\": {\"c\": {}}}]}|{\"b\":1,\"c\":\"c\"}",
			"{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}}|{\"key\":1}", "{}|\"a\"" })
	void eachKindOfValueFitsItsSchema(String property, String expected) throws Exception {
		assertThat(fill(object(property))).isEqualTo("{\"a\":" + expected + "}");
	}

	@Test
	void typesOfJavaTakeWhatIsFilledForThem() throws Exception {
		String schema = TypeSchemas.PLAIN.of(Everything.class);
		JsonNode filled = StrictJson.read(fill(schema));
		Everything value = (Everything) StrictJson.bind(filled, Everything.class);
		assertThat(value.name()).isEqualTo("name");
		assertThat(value.nickname()).contains("nickname");
		assertThat(value.friends()).hasSize(2);
		assertThat(value.size()).isEqualTo(Size.SMALL);
		assertThat(value.shape()).isInstanceOf(Circle.class);
		assertThat(SchemaFiller.fill(schema, SILENCE)).isEqualTo(SchemaFiller.fill(schema, SILENCE)).contains("\n");
	}

	@Test
	void conversationNamesValues() throws Exception {
		Content.ToolCall call = new Content.ToolCall("c", "temperature", "{\"city\": \"Oslo\", \"days\": 3}");
		String schema = "{\"properties\": {\"city\": {\"type\": \"string\"}, \"days\": {\"type\": \"integer\"}, "
				+ "\"temperature\": {\"type\": \"number\"}, \"mood\": {\"enum\": [\"good\", \"bad\"]}, "
				+ "\"sure\": {\"type\": \"boolean\"}}}";
		assertThat(fill(schema, Message.user("What to wear?\n city: Bergen\nMood: bad \nsure: false\ndays: many"),
				Message.of(Role.ASSISTANT, call), Message.tool(Content.ToolResult.of(call, "-4.5"))))
			.isEqualTo("{\"city\":\"Oslo\",\"days\":3,\"temperature\":-4.5,\"mood\":\"bad\",\"sure\":false}");
	}

	@Test
	void namedValueThatDoesNotFitIsNotTaken() throws Exception {
		assertThat(fill(object("{\"type\": \"integer\", \"maximum\": 5}"), Message.user("a: 6")))
			.isEqualTo("{\"a\":1}");
		assertThat(fill(object("{\"enum\": [\"x\"]}"), Message.user("a: y"))).isEqualTo("{\"a\":\"x\"}");
		assertThat(fill(object("{\"type\": \"string\", \"maxLength\": 2}"), Message.user("a: long")))
			.isEqualTo("{\"a\":\"a\"}");
		assertThat(fill(object("{\"type\": \"number\"}"), Message.user("a: 1e999"))).isEqualTo("{\"a\":1}");
	}

	@ParameterizedTest
	@CsvSource({ "date, tomorrow, 2026-12-24", "date-time, now, 2026-12-24T18:00:00Z", "time, noon, 18:00",
			"duration, a while, PT5M", "uuid, mine, 00000000-0000-4000-8000-00000000000a" })
	void namedValueOfAFormatIsTakenWhereItHasIt(String format, String wrong, String right) throws Exception {
		String schema = object("{\"type\": \"string\", \"format\": \"" + format + "\"}");
		assertThat(fill(schema, Message.user("a: " + wrong))).isEqualTo(fill(schema));
		assertThat(fill(schema, Message.user("a: " + right))).isEqualTo("{\"a\":\"" + right + "\"}");
	}

	@Test
	@Timeout(20)
	void typeThatHoldsItselfTwiceComesToAnEnd() throws Exception {
		String nullable = "{\"anyOf\": [{\"$ref\": \"#\"}, {\"type\": \"null\"}]}";
		String pair = "{\"type\": \"object\", \"properties\": {\"left\": %s, \"right\": %s}, "
				+ "\"required\": [\"left\", \"right\"]}";
		assertThat(fill(pair.formatted(nullable, nullable))).hasSizeLessThan(5000);
		String endless = pair.formatted("{\"$ref\": \"#\"}", "{\"$ref\": \"#\"}");
		assertThat(SchemaFiller.fill(endless, SILENCE)).hasSizeLessThan(1_000_000);
	}

	@Test
	void typeThatHoldsItselfComesToAnEnd() throws Exception {
		assertThat(fill(TypeSchemas.PLAIN.of(Tree.class))).hasSizeLessThan(5000);
		String endless = "{\"type\": \"object\", \"properties\": {\"next\": {\"$ref\": \"#\"}}, \"required\": [\"next\"]}";
		assertThat(SchemaFiller.fill(endless, SILENCE)).hasSizeLessThan(5000);
		assertThat(SchemaFiller.fill("{\"$ref\": \"#\"}", SILENCE)).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "no schema", "{" })
	void whatIsNoSchemaIsAnInvalidRequest(String schema) {
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> SchemaFiller.fill(schema, SILENCE))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LlmException.Reason.INVALID_REQUEST));
	}

	enum Size {

		SMALL, LARGE

	}

	record Tree(String name, List<Tree> children) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

	record Everything(String name, Optional<String> nickname, int age, long count, double height, BigDecimal price,
			boolean member, Size size, List<Everything> friends, Set<Size> sizes, Map<String, Integer> scores,
			LocalDate day, LocalTime hour, Instant instant, Duration takes, UUID id, URI page, byte[] photo,
			int[] numbers, Shape shape, @Nullable String remark) {
	}

}
