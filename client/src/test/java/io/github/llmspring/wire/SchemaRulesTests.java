package io.github.llmspring.wire;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaRulesTests {

	private static final SchemaRules STRICT = new SchemaRules(List.of("maxLength", "default"), true);

	private static final SchemaRules CLOSED = new SchemaRules(List.of("maxLength", "default"), false);

	private static JsonNode applyToProperty(SchemaRules rules, String schema) {
		JsonNode result = apply(rules,
				"{\"type\":\"object\",\"properties\":{\"a\":" + schema + "},\"required\":[\"a\"]}");
		return (result != null) ? result.at("/properties/a") : null;
	}

	private static JsonNode apply(SchemaRules rules, String schema) {
		ObjectNode given = (ObjectNode) Wire.json(schema);
		JsonNode result = rules.apply(given);
		assertThat(given).as("the schema given").isEqualTo(Wire.json(schema));
		return result;
	}

	@Test
	void objectsAreClosedAtEveryDepth() {
		assertThat(apply(CLOSED,
				"""
						{"$schema":"x","type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/$defs/B"}}},
						"required":["a"],"$defs":{"B":{"type":"object","properties":{"c":{"type":"string","format":"date"}}}}}"""))
			.isEqualTo(Wire.json("""
					{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/$defs/B"}}},
					"required":["a"],"$defs":{"B":{"type":"object","properties":{"c":{"type":"string","format":"date"}},
					"additionalProperties":false}},"additionalProperties":false}"""));
	}

	@Test
	void propertyThatMayBeAbsentBecomesOneThatMayBeNull() {
		assertThat(apply(STRICT, """
				{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"},
				"c":{"enum":["x"],"type":"string"},"d":{"$ref":"#/$defs/D"},
				"e":{"oneOf":[{"type":"string"},{"type":"null"}]},"f":{"type":["string","null"]},"g":{"const":1}},
				"required":["a"],"$defs":{"D":{"type":"string"}}}""")).isEqualTo(Wire.json("""
				{"type":"object","properties":{"a":{"type":"string"},"b":{"type":["integer","null"]},
				"c":{"enum":["x",null],"type":["string","null"]},"d":{"anyOf":[{"$ref":"#/$defs/D"},{"type":"null"}]},
				"e":{"anyOf":[{"type":"string"},{"type":"null"}]},"f":{"type":["string","null"]},
				"g":{"anyOf":[{"const":1},{"type":"null"}]}},
				"required":["a","b","c","d","e","f","g"],"$defs":{"D":{"type":"string"}},
				"additionalProperties":false}"""));
	}

	@Test
	void keywordsThatAreNotEnforcedAreToldInTheDescription() {
		assertThat(apply(CLOSED, """
				{"type":"object","properties":{"a":{"type":"string","maxLength":5,"default":"x","description":"A."},
				"b":{"type":"string","maxLength":6}}}""").path("properties")).isEqualTo(Wire.json("""
				{"a":{"type":"string","description":"A. (maxLength: 5, default: \\"x\\")"},
				"b":{"type":"string","description":"(maxLength: 6)"}}"""));
	}

	@Test
	void propertiesNamedLikeKeywordsStay() {
		String schema = """
				{"type":"object","properties":{"default":{"type":"string"},"not":{"type":"string"}},
				"required":["default","not"],"additionalProperties":false}""";
		assertThat(apply(STRICT, schema)).isEqualTo(Wire.json(schema));
	}

	@Test
	void referenceStandsAlone() {
		for (SchemaRules rules : List.of(STRICT, CLOSED)) {
			assertThat(applyToProperty(rules, "{\"$ref\":\"#/$defs/B\"}"))
				.isEqualTo(Wire.json("{\"$ref\":\"#/$defs/B\"}"));
			assertThat(applyToProperty(rules, "{\"description\":\"A.\",\"$ref\":\"#/$defs/B\",\"maxLength\":3}"))
				.isEqualTo(Wire.json("{\"description\":\"A. (maxLength: 3)\",\"anyOf\":[{\"$ref\":\"#/$defs/B\"}]}"));
		}
		assertThat(apply(STRICT,
				"{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/B\",\"description\":\"A.\"}}}")
			.path("properties"))
			.isEqualTo(Wire
				.json("{\"a\":{\"description\":\"A.\",\"anyOf\":[{\"$ref\":\"#/$defs/B\"},{\"type\":\"null\"}]}}"));
	}

	@Test
	void formatThatIsNotEnforcedIsToldInTheDescription() {
		assertThat(applyToProperty(STRICT, "{\"type\":\"string\",\"format\":\"uuid\"}"))
			.isEqualTo(Wire.json("{\"type\":\"string\",\"format\":\"uuid\"}"));
		assertThat(applyToProperty(STRICT, "{\"type\":\"string\",\"format\":\"uri\"}"))
			.isEqualTo(Wire.json("{\"type\":\"string\",\"description\":\"(format: \\\"uri\\\")\"}"));
		assertThat(applyToProperty(STRICT, "{\"type\":\"integer\",\"format\":\"int32\"}"))
			.isEqualTo(Wire.json("{\"type\":\"integer\",\"description\":\"(format: \\\"int32\\\")\"}"));
	}

	@Test
	void encodingOfATextIsToldInTheDescription() {
		assertThat(applyToProperty(STRICT, "{\"type\":\"string\",\"contentEncoding\":\"base64\"}"))
			.isEqualTo(Wire.json("{\"type\":\"string\",\"description\":\"(contentEncoding: \\\"base64\\\")\"}"));
	}

	@Test
	void listOfOneSchemaIsThatSchema() {
		assertThat(
				applyToProperty(CLOSED, "{\"allOf\":[{\"type\":\"string\",\"enum\":[\"x\"]}],\"description\":\"A.\"}"))
			.isEqualTo(Wire.json("{\"type\":\"string\",\"enum\":[\"x\"],\"description\":\"A.\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "{\"type\":\"object\"}",
			"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}",
			"{\"type\":\"object\",\"properties\":{\"m\":true}}",
			"{\"type\":\"object\",\"properties\":{\"m\":{\"description\":\"Anything.\"}}}",
			"{\"type\":\"object\",\"properties\":{\"m\":{\"$ref\":\"#/$defs/B\",\"enum\":[1]}}}",
			"{\"type\":\"object\",\"properties\":{\"m\":{\"anyOf\":[{\"type\":\"null\"}],\"oneOf\":[{\"type\":\"null\"}]}}}",
			"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"}},\"allOf\":[{\"properties\":{\"b\":{\"type\":\"null\"}}}]}",
			"{\"type\":\"object\",\"properties\":{},\"patternProperties\":{\"a\":{\"type\":\"string\"}}}",
			"{\"type\":\"object\",\"properties\":{\"m\":{\"anyOf\":[{\"not\":{}}]}}}",
			"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}}}",
			"{\"type\":\"object\",\"properties\":{},\"$defs\":{\"a\":{\"allOf\":[{},{}]}}}" })
	void schemaThatWouldMeanSomethingElseCannotBeExpressed(String schema) {
		assertThat(apply(STRICT, schema)).isNull();
		assertThat(apply(CLOSED, schema)).isNull();
	}

}
