package io.github.llmspring;

import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A key or password that does not show itself.
 * <p>
 * It prints as {@code ******}; the value is only in {@link #reveal()}.
 */
public final class Secret {

	private static final String MASK = "******";

	private static final int SHORTEST_REAL_SECRET = 8;

	private final String value;

	private Secret(String value) {
		this.value = value;
	}

	/**
	 * Secret of the given text, without the white space around it.
	 * @param value the text
	 * @return the secret
	 */
	public static Secret of(String value) {
		return new Secret(value.strip());
	}

	/**
	 * Value itself, for the one place that sends it.
	 * @return the text
	 */
	public String reveal() {
		return this.value;
	}

	/**
	 * Whether there is nothing in it; a blank key is an absent key.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.value.isEmpty();
	}

	/**
	 * Whether this is long enough to be a secret in earnest, which the {@code none} of a
	 * local server is not.
	 * @return whether it is
	 */
	public boolean isLikely() {
		return this.value.length() >= SHORTEST_REAL_SECRET;
	}

	/**
	 * Replaces this secret in a text, so that the text can be shown. A secret too short
	 * to be one, such as the {@code none} of a local server, is replaced only where it
	 * stands as a word of its own.
	 * @param text the text
	 * @return the text without the secret
	 */
	public String mask(String text) {
		if (isEmpty()) {
			return text;
		}
		return isLikely() ? text.replace(this.value, MASK)
				: text.replaceAll("(?<!\\w)" + Pattern.quote(this.value) + "(?!\\w)", MASK);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Secret secret && this.value.equals(secret.value);
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.value);
	}

	@Override
	public String toString() {
		return MASK;
	}

}
