package io.github.llmspring;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the ending of a file's name says about its content.
 */
final class FileEnding {

	private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(Map.entry("png", "image/png"),
			Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("gif", "image/gif"),
			Map.entry("webp", "image/webp"), Map.entry("heic", "image/heic"), Map.entry("heif", "image/heif"),
			Map.entry("avif", "image/avif"), Map.entry("pdf", "application/pdf"), Map.entry("wav", "audio/wav"),
			Map.entry("mp3", "audio/mpeg"), Map.entry("ogg", "audio/ogg"), Map.entry("oga", "audio/ogg"),
			Map.entry("opus", "audio/ogg"), Map.entry("flac", "audio/flac"), Map.entry("m4a", "audio/mp4"),
			Map.entry("aac", "audio/aac"), Map.entry("aiff", "audio/aiff"), Map.entry("mp4", "video/mp4"),
			Map.entry("mov", "video/quicktime"), Map.entry("webm", "video/webm"), Map.entry("txt", "text/plain"),
			Map.entry("log", "text/plain"), Map.entry("md", "text/markdown"), Map.entry("csv", "text/csv"),
			Map.entry("html", "text/html"), Map.entry("htm", "text/html"), Map.entry("css", "text/css"),
			Map.entry("xml", "text/xml"));

	private FileEnding() {
	}

	/**
	 * Media type by the ending of a name or path.
	 * @param name the name or path, or {@code null}
	 * @return the type, or {@code null} where the ending does not tell
	 */
	static @Nullable String mediaType(@Nullable String name) {
		int dot = (name != null) ? name.lastIndexOf('.') : -1;
		return (name != null && dot >= 0) ? MEDIA_TYPES.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)) : null;
	}

}
