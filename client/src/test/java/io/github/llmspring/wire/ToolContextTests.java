package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no wire format writes what an application gives to its tools past the model.
 */
class ToolContextTests {

	private static final String CANARY = "canary-of-the-context";

	static Stream<String> formats() {
		return WireFormats.all().keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("formats")
	void contextOfToolsIsNotWritten(String format) {
		ToolDefinition tool = new ToolDefinition("look", "Looks", "{\"type\":\"object\",\"properties\":{}}",
				(invocation) -> ToolOutput.of(CANARY));
		for (boolean streaming : List.of(true, false)) {
			ChatRequest request = ChatRequest.builder()
				.model("m")
				.messages(List.of(Message.user("Hi")))
				.tools(List.of(tool))
				.toolContext(Map.of("user-" + CANARY, CANARY))
				.streaming(streaming)
				.build();
			HttpCall call = Wire.of(WireFormats.all().get(format)).call(request);
			assertThat(new String(call.body(), StandardCharsets.UTF_8)).contains("look").doesNotContain(CANARY);
			assertThat(call.path() + call.headers()).doesNotContain(CANARY);
		}
	}

}
