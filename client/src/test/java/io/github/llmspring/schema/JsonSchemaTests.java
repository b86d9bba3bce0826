package io.github.llmspring.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonSchema} and {@link StrictJson}.
 */
class JsonSchemaTests {

	private static final String SCHEMA = """
			{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["C","F"]},"days":{"type":"integer"},
			"to":{"$ref":"#/$defs/Place"},"via":{"type":"array","items":{"$ref":"#/$defs/Place"}},
			"free":{"type":["string","null"]},"any":{},"mixed":{"anyOf":[{"type":"string"},{"type":"null"}]}},
			"required":["city"],"additionalProperties":false,
			"$defs":{"Place":{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#/$defs/Place"}},
			"additionalProperties":false}}}""";

	private static String checked(String json) throws InvalidJsonException {
		return JsonSchema.of(SCHEMA).check(StrictJson.read(json)).toString();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					{}                                   | required property 'city' not found
					{'city':5}                           | /city: integer found, string expected
					{'city':null}                        | /city: null found, string expected
					{'city':'a','unit':'K'}              | /unit: does not have a value in the enumeration ['C', 'F']
					{'city':'a','mood':1}                | property 'mood' is not defined in the schema and the schema does not allow additional properties
					{'city':'a','to':{'next':{'x':1}}}   | /to/next: property 'x' is not defined in the schema and the schema does not allow additional properties
					{'city':1,'days':'2'}                | /city: integer found, string expected; /days: string found, integer expected
					[]                                   | array found, object expected
					""")
	void misfitSaysWhereAndWhat(String json, String message) {
		assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> checked(json.replace('\'', '"')))
			.satisfies((ex) -> assertThat(ex.getMessage().replace('"', '\'')).isEqualTo(message));
	}

	@Test
	void nullOfAnOptionalPropertyMeansAbsent() throws Exception {
		assertThat(checked("""
				{"city":"a","unit":null,"days":null,"to":{"name":null,"next":{"name":null}},"via":[{"next":null}],\
				"free":null,"any":null,"mixed":null}"""))
			.isEqualTo("{\"city\":\"a\",\"to\":{\"next\":{}},\"via\":[{}],\"free\":null,\"any\":null,\"mixed\":null}");
	}

	@Test
	void nullMeansAbsentInSubtypesAndInTheValuesOfMaps() throws Exception {
		JsonNode drawing = StrictJson.read("""
				{"shapes":[{"radius":1,"name":null,"kind":"circle"},{"side":2,"name":"b","kind":"square"}],
				"main":{"side":2,"name":null,"kind":"square"},"notes":{"a":{"text":null}}}""");
		assertThat(JsonSchema.of(TypeSchemas.PLAIN.of(Drawing.class)).check(drawing).toString()).isEqualTo("""
				{"shapes":[{"radius":1,"kind":"circle"},{"side":2,"name":"b","kind":"square"}],\
				"main":{"side":2,"kind":"square"},"notes":{"a":{}}}""");
	}

	@Test
	void nullStaysWhereOneOfSeveralAlternativesWantsIt() throws Exception {
		String schema = """
				{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["b"]},
				{"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"]},{"type":"array"}]}""";
		assertThat(JsonSchema.of(schema).check(StrictJson.read("{\"a\":null}")).toString()).isEqualTo("{\"a\":null}");
	}

	@Test
	void largeDocumentIsCheckedUpToItsFirstProblem() {
		String json = "{\"city\":\"a\",\"via\":[" + "1,".repeat(100_000) + "1]}";
		assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> checked(json))
			.withMessage("/via/0: integer found, object expected");
	}

	@Test
	void manyProblemsAreCutShort() {
		String json = "{\"city\":\"a\",\"via\":[1,2,3,4,5,6,7]}";
		assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> checked(json))
			.withMessageEndingWith("; and more");
		String invented = "{\"city\":\"a\",\"" + "x".repeat(10_000) + "\":1}";
		assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> checked(invented))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(700));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "{\"a\":1", "{\"a\":1}}", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":NaN}",
			"{\"a\":1} // why" })
	void whatIsNoJsonIsRejected(String text) {
		assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> StrictJson.read(text))
			.withMessageStartingWith("this is no JSON: ");
	}

	@Test
	void nestingIsLimited() throws Exception {
		assertThat(StrictJson.read("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
		assertThatExceptionOfType(InvalidJsonException.class)
			.isThrownBy(() -> StrictJson.read("[".repeat(10_000) + "]".repeat(10_000)))
			.withMessageContaining("nesting depth");
	}

	@Test
	void valueThatDoesNotFitItsTypeSaysWhere() {
		assertThatExceptionOfType(InvalidJsonException.class)
			.isThrownBy(() -> StrictJson.bind(StrictJson.read("{\"big\":{\"small\":3000000000}}"), Outer.class))
			.withMessageStartingWith("/big/small: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "[]", "{\"$ref\":\"#/$defs/none\"}", "{\"$ref\":\"http://127.0.0.1:9/x\"}",
			"{\"$ref\":\"file:///etc/hostname\"}", "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}" })
	void whatIsNoUsableSchemaIsRejectedAndNothingIsFetched(String schema) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(schema));
	}

	@Test
	void schemaIsMadeOnce() {
		assertThat(JsonSchema.of(SCHEMA)).isSameAs(JsonSchema.of(new String(SCHEMA)));
	}

	record Drawing(List<Shape> shapes, Shape main, Map<String, Note> notes) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double radius, Optional<String> name) implements Shape {
	}

	record Square(double side, @Nullable String name) implements Shape {
	}

	record Note(Optional<String> text) {
	}

	record Outer(Inner big) {
	}

	record Inner(int small) {
	}

}
