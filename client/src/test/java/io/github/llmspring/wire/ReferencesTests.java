package io.github.llmspring.wire;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReferencesTests {

	@ParameterizedTest
	@ValueSource(strings = { "{\"properties\":{\"next\":{\"$ref\":\"#\"}}}",
			"{\"properties\":{\"a\":{\"items\":{\"$ref\":\"#/properties/a\"}}}}",
			"{\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}},\"$defs\":{\"A\":{\"anyOf\":[{\"$ref\":\"#/$defs/A\"}]}}}",
			"{\"$defs\":{\"A\":{\"items\":{\"$ref\":\"#/$defs/B\"}},\"B\":{\"items\":{\"$ref\":\"#/$defs/A\"}}}}",
			"{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x~1y\"}},\"$defs\":{\"x/y\":{\"$ref\":\"#/$defs/x~1y\"}}}" })
	void schemaThatLeadsBackToItselfIsCircular(String schema) {
		assertThat(References.circular(Wire.json(schema))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"properties\":{\"a\":{\"type\":\"string\"}}}",
			"{\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"},\"b\":{\"$ref\":\"#/$defs/A\"}},\"$defs\":{\"A\":{}}}",
			"{\"items\":{\"$ref\":\"#/$defs/A\"},\"$defs\":{\"A\":{\"items\":{\"$ref\":\"#/$defs/B\"}},\"B\":{}}}",
			"{\"properties\":{\"$ref\":{\"type\":\"string\"}}}", "{\"items\":{\"$ref\":\"#/$defs/missing\"}}",
			"{\"items\":{\"$ref\":\"https://example.org/other\"}}" })
	void schemaThatUsesAPartTwiceIsNotCircular(String schema) {
		assertThat(References.circular(Wire.json(schema))).isFalse();
	}

}
