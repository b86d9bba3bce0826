package io.github.llmspring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.util.StringUtils;

/**
 * An image, a document, a sound or a text file, as bytes or as an address that the
 * service fetches.
 * <p>
 * Exactly one of {@link #bytes()} and {@link #url()} is there. The bytes are not copied:
 * do not change them afterwards. An address is passed on and never opened here. Where no
 * type is given, the first bytes tell it, or the ending of an address.
 */
public final class Media implements Content {

	private final String mediaType;

	private final byte @Nullable [] bytes;

	private final @Nullable URI url;

	private final @Nullable String name;

	private Media(String mediaType, byte @Nullable [] bytes, @Nullable URI url, @Nullable String name) {
		this.mediaType = Objects.requireNonNull(mediaType, "'mediaType' must not be null");
		this.bytes = bytes;
		this.url = url;
		this.name = name;
	}

	/**
	 * Media from bytes whose type they tell themselves.
	 * @param bytes a PNG, JPEG, GIF, WebP, HEIC, AVIF, PDF, WAV, MP3, Ogg, FLAC, MP4 or
	 * WebM file, or text in UTF-8; not copied
	 * @return the media
	 * @throws IllegalArgumentException if they are nothing of the kind
	 */
	public static Media of(byte[] bytes) {
		return of(typeOf(bytes, null), bytes);
	}

	/**
	 * Media from a file, which is read at once.
	 * @param file the file; its name goes along
	 * @return the media
	 * @throws IllegalArgumentException if neither the bytes nor the name tell the type
	 * @throws UncheckedIOException if it cannot be read
	 */
	public static Media of(Path file) {
		try {
			return named(Files.readAllBytes(file), String.valueOf(file.getFileName()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Media from a resource, such as an uploaded file.
	 * <p>
	 * It is read at once, by the thread that calls this. A thread that must not wait may
	 * only give resources that are in memory. A resource of the web is not read: its
	 * address is passed on.
	 * @param resource the resource; its file name goes along
	 * @return the media
	 * @throws IllegalArgumentException if neither the bytes nor the name tell the type
	 * @throws UncheckedIOException if it cannot be read
	 */
	public static Media of(Resource resource) {
		try {
			if (resource instanceof UrlResource && resource.getURL().getProtocol().startsWith("http")) {
				return of(resource.getURI());
			}
			byte[] content = (resource instanceof ByteArrayResource memory) ? memory.getByteArray()
					: resource.getContentAsByteArray();
			return named(content, resource.getFilename());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Media from an address that the service fetches itself.
	 * @param url the address; the ending of its path tells the type. A data URI becomes
	 * the bytes that it holds.
	 * @return the media
	 * @throws IllegalArgumentException if the path does not tell the type
	 */
	public static Media of(URI url) {
		if (DataAddress.is(url)) {
			DataAddress data = DataAddress.of(url);
			return of(data.mediaType(), data.bytes());
		}
		String mediaType = FileEnding.mediaType(url.getPath());
		if (mediaType == null) {
			throw new IllegalArgumentException("The address " + url + " does not tell what is there: "
					+ "give the type, such as Media.of(\"image/png\", url)");
		}
		return of(mediaType, url);
	}

	/**
	 * Media from bytes.
	 * @param mediaType the type, such as {@code image/png}
	 * @param bytes the content, not copied
	 * @return the media
	 */
	public static Media of(String mediaType, byte[] bytes) {
		return new Media(mediaType, Objects.requireNonNull(bytes, "'bytes' must not be null"), null, null);
	}

	/**
	 * Media from an address that the service fetches itself.
	 * @param mediaType the type, such as {@code image/png}
	 * @param url the address
	 * @return the media
	 * @throws IllegalArgumentException if it is no address but that of a file of this
	 * machine
	 */
	public static Media of(String mediaType, URI url) {
		if (!url.isAbsolute() || "file".equalsIgnoreCase(url.getScheme())) {
			throw new IllegalArgumentException(
					"No service can fetch " + url + ": read it with Media.of(Path), or give an address of the web");
		}
		return DataAddress.is(url) ? of(mediaType, DataAddress.of(url).bytes()) : new Media(mediaType, null, url, null);
	}

	private static Media named(byte[] bytes, @Nullable String name) {
		return of(typeOf(bytes, name), bytes).withName(name);
	}

	/**
	 * Type of bytes. What kind of text they are only the name tells.
	 */
	private static String typeOf(byte[] bytes, @Nullable String name) {
		String seen = FileSignature.mediaType(bytes);
		String written = (name != null) ? FileEnding.mediaType(name) : null;
		boolean finer = written != null && "text/plain".equals(seen) && written.startsWith("text/");
		String mediaType = (seen == null || finer) ? written : seen;
		if (mediaType == null) {
			throw new IllegalArgumentException(((name != null) ? "The content of '" + name + "'" : "The content")
					+ " is of no known type: " + "neither an image, a PDF, sound or film, nor text in UTF-8. "
					+ "Give the type, such as Media.of(\"image/png\", bytes)");
		}
		return mediaType;
	}

	/**
	 * This media under a name, which services show to the model where they can.
	 * @param name the name of a file; folders before it are cut off
	 * @return the named media
	 */
	public Media withName(@Nullable String name) {
		String file = (name != null) ? StringUtils.getFilename(name.replace('\\', '/')) : null;
		return new Media(this.mediaType, this.bytes, this.url, StringUtils.hasText(file) ? file : null);
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

	/**
	 * Name of the file that this was.
	 * @return the name, or {@code null} where it has none
	 */
	public @Nullable String name() {
		return this.name;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Media media && this.mediaType.equals(media.mediaType)
				&& Arrays.equals(this.bytes, media.bytes) && Objects.equals(this.url, media.url)
				&& Objects.equals(this.name, media.name);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.mediaType, this.url, this.name, Arrays.hashCode(this.bytes));
	}

	@Override
	public String toString() {
		byte[] content = this.bytes;
		return "Media[" + this.mediaType + ", " + ((this.name != null) ? this.name + ", " : "")
				+ ((content != null) ? content.length + " bytes" : this.url) + "]";
	}

}
