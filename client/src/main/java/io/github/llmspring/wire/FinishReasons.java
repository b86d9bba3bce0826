package io.github.llmspring.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.github.llmspring.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * The words that services use for why a model stopped, in ours.
 */
public final class FinishReasons {

	private static final Map<String, FinishReason> BY_WORD = new HashMap<>();

	static {
		words(FinishReason.STOP, "stop end_turn stop_sequence complete completed eos load unload");
		words(FinishReason.LENGTH, "length max_tokens model_length model_context_window_exceeded max_output_tokens");
		words(FinishReason.TOOL_CALLS, "tool_calls function_call tool_use tool_call");
		words(FinishReason.CONTENT_FILTER,
				"content_filter error_toxic refusal safety recitation blocklist prohibited_content spii "
						+ "language image_safety image_prohibited_content image_recitation model_armor guardrail_intervened "
						+ "content_filtered sensitive");
		words(FinishReason.PAUSE, "pause_turn");
		words(FinishReason.ERROR,
				"error timeout failed malformed_function_call unexpected_tool_call "
						+ "too_many_tool_calls missing_thought_signature malformed_response malformed_model_output "
						+ "malformed_tool_use insufficient_system_resource network_error");
	}

	private FinishReasons() {
	}

	private static void words(FinishReason reason, String words) {
		for (String word : words.split(" ")) {
			BY_WORD.put(word, reason);
		}
	}

	/**
	 * Our word for a service's word.
	 * @param word the service's word, upper or lower case, or {@code null}
	 * @return our word, {@code OTHER} where the service's is unknown or absent
	 */
	public static FinishReason of(@Nullable String word) {
		return (word != null) ? BY_WORD.getOrDefault(word.toLowerCase(Locale.ROOT), FinishReason.OTHER)
				: FinishReason.OTHER;
	}

}
