package io.github.llmspring.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no wire format drops an option without a word.
 */
class EveryOptionTests {

	private static final ToolDefinition CLOCK = new ToolDefinition("clock", "Tells it.", "{\"type\":\"object\"}");

	private static final Map<String, ChatOptions> OPTIONS = new LinkedHashMap<>();

	static {
		OPTIONS.put("temperature", ChatOptions.builder().temperature(0.5).build());
		OPTIONS.put("top-p", ChatOptions.builder().topP(0.5).build());
		OPTIONS.put("max-output-tokens", ChatOptions.builder().maxOutputTokens(10).build());
		OPTIONS.put("stop", ChatOptions.builder().stop("END").build());
		OPTIONS.put("seed", ChatOptions.builder().seed(7L).build());
		OPTIONS.put("frequency-penalty", ChatOptions.builder().frequencyPenalty(0.5).build());
		OPTIONS.put("presence-penalty", ChatOptions.builder().presencePenalty(0.5).build());
		OPTIONS.put("reasoning", ChatOptions.builder().reasoning(ReasoningControl.of(Effort.HIGH)).build());
		OPTIONS.put("log-probabilities", ChatOptions.builder().logProbabilities(1).build());
		OPTIONS.put("parallel-tool-calls", ChatOptions.builder().parallelToolCalls(false).build());
		OPTIONS.put("tool-choice", ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build());
		OPTIONS.put("tool-choice-required", ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build());
		OPTIONS.put("tool-choice-named", ChatOptions.builder().toolChoice(ToolChoice.named("clock")).build());
		OPTIONS.put("tool-choice-none", ChatOptions.builder().toolChoice(ToolChoice.NONE).build());
	}

	@Test
	void everyOptionIsTried() {
		assertThat(OPTIONS).containsOnlyKeys(PortableOptions.names());
	}

	static Stream<WireFormat> formats() {
		return WireFormats.all().values().stream();
	}

	@ParameterizedTest
	@MethodSource("formats")
	void optionIsSentOrTheCallerIsTold(WireFormat format) {
		Wire wire = Wire.of(format);
		OPTIONS.forEach((name, options) -> {
			ChatRequest request = Wire.request(options).toBuilder().tools(List.of(CLOCK)).build();
			ChatRequest plain = request.toBuilder().options(ChatOptions.NONE).build();
			boolean sent = !wire.body(request).equals(wire.body(plain));
			boolean told = !wire.call(request).warnings().isEmpty();
			assertThat(sent || told).as("%s of %s", name, format.id()).isTrue();
		});
	}

}
