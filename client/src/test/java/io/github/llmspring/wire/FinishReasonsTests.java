package io.github.llmspring.wire;

import java.util.Map;

import io.github.llmspring.FinishReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FinishReasonsTests {

	private static final Map<FinishReason, String> WORDS = Map.of(FinishReason.STOP,
			"stop end_turn stop_sequence STOP COMPLETE STOP_SEQUENCE completed eos load unload", FinishReason.LENGTH,
			"length max_tokens MAX_TOKENS model_length model_context_window_exceeded max_output_tokens",
			FinishReason.TOOL_CALLS, "tool_calls function_call tool_use TOOL_CALL", FinishReason.CONTENT_FILTER,
			"content_filter refusal SAFETY RECITATION BLOCKLIST PROHIBITED_CONTENT SPII LANGUAGE IMAGE_SAFETY "
					+ "MODEL_ARMOR guardrail_intervened content_filtered sensitive IMAGE_PROHIBITED_CONTENT "
					+ "IMAGE_RECITATION",
			FinishReason.PAUSE, "pause_turn", FinishReason.ERROR,
			"error ERROR TIMEOUT failed MALFORMED_FUNCTION_CALL UNEXPECTED_TOOL_CALL malformed_model_output "
					+ "malformed_tool_use insufficient_system_resource network_error TOO_MANY_TOOL_CALLS "
					+ "MISSING_THOUGHT_SIGNATURE MALFORMED_RESPONSE",
			FinishReason.OTHER, "OTHER IMAGE_OTHER NO_IMAGE FINISH_REASON_UNSPECIFIED compaction novelty");

	@ParameterizedTest
	@EnumSource
	void wordsOfServicesHaveOneOfOurs(FinishReason reason) {
		assertThat(WORDS.get(reason).split(" "))
			.allSatisfy((word) -> assertThat(FinishReasons.of(word)).isEqualTo(reason));
	}

	@Test
	void absentWordIsOther() {
		assertThat(FinishReasons.of(null)).isEqualTo(FinishReason.OTHER);
		assertThat(FinishReasons.of("")).isEqualTo(FinishReason.OTHER);
	}

}
