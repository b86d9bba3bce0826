package io.github.llmspring;

import java.net.URI;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An image, a document or a sound, as bytes or as an address that the service fetches.
 * <p>
 * Exactly one of {@link #bytes()} and {@link #url()} is there. The bytes are not copied:
 * do not change them afterwards. An address is passed on and never opened here.
 */
public final class Media implements Content {

	private final String mediaType;

	private final byte @Nullable [] bytes;

	private final @Nullable URI url;

	private Media(String mediaType, byte @Nullable [] bytes, @Nullable URI url) {
		this.mediaType = Objects.requireNonNull(mediaType, "'mediaType' must not be null");
		this.bytes = bytes;
		this.url = url;
	}

	/**
	 * Media from bytes.
	 * @param mediaType the type, such as {@code image/png}
	 * @param bytes the content, not copied
	 * @return the media
	 */
	public static Media of(String mediaType, byte[] bytes) {
		return new Media(mediaType, Objects.requireNonNull(bytes, "'bytes' must not be null"), null);
	}

	/**
	 * Media from an address that the service fetches itself.
	 * @param mediaType the type, such as {@code image/png}
	 * @param url the address
	 * @return the media
	 */
	public static Media of(String mediaType, URI url) {
		return new Media(mediaType, null, Objects.requireNonNull(url, "'url' must not be null"));
	}

	/**
	 * Type of the content, such as {@code image/png}.
	 * @return the media type
	 */
	public String mediaType() {
		return this.mediaType;
	}

	/**
	 * Content, where it is at hand; not a copy.
	 * @return the bytes or {@code null}
	 */
	public byte @Nullable [] bytes() {
		return this.bytes;
	}

	/**
	 * Address of the content, where it is elsewhere.
	 * @return the address or {@code null}
	 */
	public @Nullable URI url() {
		return this.url;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Media media && this.mediaType.equals(media.mediaType)
				&& Arrays.equals(this.bytes, media.bytes) && Objects.equals(this.url, media.url);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.mediaType, this.url, Arrays.hashCode(this.bytes));
	}

	@Override
	public String toString() {
		byte[] content = this.bytes;
		return "Media[" + this.mediaType + ", " + ((content != null) ? content.length + " bytes" : this.url) + "]";
	}

}
