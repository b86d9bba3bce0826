package io.github.llmspring.wire.anthropic;

import io.github.llmspring.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * What proves to the service that thinking is its own: the signature of visible thinking,
 * or the thinking itself in encrypted form.
 *
 * @param redacted whether the value is encrypted thinking and not a signature
 * @param value the service's value
 */
record ThinkingProof(boolean redacted, String value) {

	private static final String SIGNATURE = "signature:";

	private static final String REDACTED = "redacted:";

	static @Nullable ThinkingProof of(@Nullable ProviderData data) {
		String value = ProviderData.valueFor(data, AnthropicFormat.ID);
		if (value == null || !(value.startsWith(SIGNATURE) || value.startsWith(REDACTED))) {
			return null;
		}
		boolean redacted = value.startsWith(REDACTED);
		return new ThinkingProof(redacted, value.substring((redacted ? REDACTED : SIGNATURE).length()));
	}

	ProviderData toProviderData() {
		return new ProviderData(AnthropicFormat.ID, (this.redacted ? REDACTED : SIGNATURE) + this.value);
	}

}
