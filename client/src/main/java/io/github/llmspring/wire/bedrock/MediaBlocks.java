package io.github.llmspring.wire.bedrock;

import java.net.URI;
import java.util.Map;

import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.wire.Base64Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes media as blocks of images, documents, videos and sound.
 */
final class MediaBlocks {

	private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

	private static final String SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

	private static final Map<String, String> FORMATS = Map.ofEntries(Map.entry("image/png", "image png"),
			Map.entry("image/jpeg", "image jpeg"), Map.entry("image/jpg", "image jpeg"),
			Map.entry("image/gif", "image gif"), Map.entry("image/webp", "image webp"),
			Map.entry("application/pdf", "document pdf"), Map.entry("application/msword", "document doc"),
			Map.entry(WORD, "document docx"), Map.entry("application/vnd.ms-excel", "document xls"),
			Map.entry(SHEET, "document xlsx"), Map.entry("text/csv", "document csv"),
			Map.entry("text/html", "document html"), Map.entry("text/markdown", "document md"),
			Map.entry("text/plain", "document txt"), Map.entry("video/mp4", "video mp4"),
			Map.entry("video/quicktime", "video mov"), Map.entry("video/x-matroska", "video mkv"),
			Map.entry("video/webm", "video webm"), Map.entry("audio/mpeg", "audio mp3"),
			Map.entry("audio/wav", "audio wav"));

	private final JsonGenerator json;

	private int documents;

	MediaBlocks(JsonGenerator json) {
		this.json = json;
	}

	static boolean isDocument(Media media) {
		String format = FORMATS.get(media.mediaType());
		return format != null && format.startsWith("document");
	}

	/**
	 * Writes a block. A document needs a name, and each its own; what it says would reach
	 * the model.
	 */
	void write(Message turn, Media media) {
		String format = FORMATS.get(media.mediaType());
		URI url = media.url();
		if (format == null || turn.role() == Role.ASSISTANT || (url != null && !"s3".equals(url.getScheme()))) {
			throw unsupported(turn, media);
		}
		String[] words = format.split(" ");
		this.json.writeStartObject();
		this.json.writeObjectPropertyStart(words[0]);
		this.json.writeStringProperty("format", words[1]);
		if (words[0].equals("document")) {
			this.json.writeStringProperty("name", "document " + ++this.documents);
		}
		this.json.writeObjectPropertyStart("source");
		source(media.bytes(), url);
		this.json.writeEndObject();
		this.json.writeEndObject();
		this.json.writeEndObject();
	}

	private void source(byte @Nullable [] bytes, @Nullable URI url) {
		if (bytes != null) {
			this.json.writeName("bytes");
			Base64Text.write(this.json, bytes);
			return;
		}
		this.json.writeObjectPropertyStart("s3Location");
		this.json.writeStringProperty("uri", String.valueOf(url));
		this.json.writeEndObject();
	}

	private static LlmException unsupported(Message turn, Media media) {
		if (turn.role() == Role.ASSISTANT) {
			return LlmException
				.builder(LlmException.Reason.UNSUPPORTED, "the service takes no media in a turn of the model")
				.advice("Put it into a user's message.")
				.build();
		}
		return LlmException
			.builder(LlmException.Reason.UNSUPPORTED,
					"the service takes no " + media.mediaType()
							+ ((media.bytes() != null) ? "" : " by an address other than one in its own store"))
			.advice("Send images, documents, video, MP3 or WAV as bytes.")
			.build();
	}

}
