package io.github.llmspring.wire;

import io.github.llmspring.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * What proves to the service that thinking is its own: the signature of visible thinking,
 * or the thinking itself in encrypted form.
 *
 * @param redacted whether the value is encrypted thinking and not a signature
 * @param value the service's value
 */
public record ThinkingProof(boolean redacted, String value) {

	private static final String SIGNATURE = "signature:";

	private static final String REDACTED = "redacted:";

	/**
	 * Proof in the data of a piece.
	 * @param data the data, or {@code null}
	 * @param wireFormat the id of the asking wire format
	 * @return the proof, or {@code null} where there is none of that format
	 */
	public static @Nullable ThinkingProof of(@Nullable ProviderData data, String wireFormat) {
		String value = ProviderData.valueFor(data, wireFormat);
		if (value == null || !(value.startsWith(SIGNATURE) || value.startsWith(REDACTED))) {
			return null;
		}
		boolean redacted = value.startsWith(REDACTED);
		return new ThinkingProof(redacted, value.substring((redacted ? REDACTED : SIGNATURE).length()));
	}

	/**
	 * This proof as the data of a piece.
	 * @param wireFormat the id of the wire format that understands it
	 * @return the data
	 */
	public ProviderData toProviderData(String wireFormat) {
		return new ProviderData(wireFormat, (this.redacted ? REDACTED : SIGNATURE) + this.value);
	}

}
