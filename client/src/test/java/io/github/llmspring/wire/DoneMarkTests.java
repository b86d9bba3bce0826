package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DoneMarkTests {

	@ParameterizedTest
	@CsvSource({ "[DONE],true", "'[DONE] ',true", "'[DONE]\r\n',true", "[DONE,false", "[done],false", "[DONE]x,false",
			"[],false", "{},false", "'',false" })
	void markIsRecognised(String data, boolean mark) {
		byte[] buffer = ("[DONE]" + data + "[DONE]").getBytes(StandardCharsets.UTF_8);
		assertThat(DoneMark.is(buffer, 6, buffer.length - 6)).isEqualTo(mark);
	}

}
