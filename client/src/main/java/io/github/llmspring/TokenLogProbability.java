package io.github.llmspring;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How likely a token of the answer was to the model.
 *
 * @param token the token's text; not exact where the token ends amid a character
 * @param logProbability the natural logarithm of the probability, 0 for certain
 * @param bytes the token in UTF-8, or {@code null} where the service does not tell; not a
 * copy
 * @param alternatives the likeliest tokens at this place as far as they were asked for,
 * with most services the token itself among them
 */
public record TokenLogProbability(String token, double logProbability, byte @Nullable [] bytes,
		List<TokenLogProbability> alternatives) {

	public TokenLogProbability {
		alternatives = List.copyOf(alternatives);
	}

	/**
	 * Token of which only the text is known.
	 * @param token the token's text
	 * @param logProbability the natural logarithm of the probability
	 */
	public TokenLogProbability(String token, double logProbability) {
		this(token, logProbability, null, List.of());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TokenLogProbability that && this.token.equals(that.token)
				&& Double.compare(this.logProbability, that.logProbability) == 0
				&& Arrays.equals(this.bytes, that.bytes) && this.alternatives.equals(that.alternatives);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.token, this.logProbability, this.alternatives);
	}

	@Override
	public String toString() {
		return "TokenLogProbability[" + this.token + ", " + this.logProbability
				+ (this.alternatives.isEmpty() ? "" : ", " + this.alternatives) + "]";
	}

}
