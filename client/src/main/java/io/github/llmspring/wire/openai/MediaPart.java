package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.wire.DataUri;
import io.github.llmspring.wire.Dialect;
import tools.jackson.core.JsonGenerator;

/**
 * Writes media as parts of a content.
 *
 * @param dialect the dialect of the model
 * @param json where to write a part
 */
record MediaPart(Dialect dialect, JsonGenerator json) {

	private static final Map<String, String> AUDIO_FORMATS = Map.of("audio/wav", "wav", "audio/x-wav", "wav",
			"audio/wave", "wav", "audio/mpeg", "mp3", "audio/mp3", "mp3");

	void write(Media media) {
		List<?> parts = this.dialect.get(ChatDialect.MEDIA_PARTS);
		this.json.writeStartObject();
		String kind = media.mediaType().substring(0, media.mediaType().indexOf('/') + 1);
		byte[] bytes = media.bytes();
		if (kind.equals("image/") && parts.contains("image_url")) {
			this.json.writeStringProperty("type", "image_url");
			this.json.writeObjectPropertyStart("image_url");
			this.json.writeName("url");
			DataUri.write(this.json, media);
			this.json.writeEndObject();
		}
		else if (AUDIO_FORMATS.containsKey(media.mediaType()) && bytes != null && parts.contains("input_audio")) {
			this.json.writeStringProperty("type", "input_audio");
			this.json.writeObjectPropertyStart("input_audio");
			this.json.writeBinaryProperty("data", bytes);
			this.json.writeStringProperty("format", AUDIO_FORMATS.get(media.mediaType()));
			this.json.writeEndObject();
		}
		else if (media.mediaType().equals("application/pdf") && parts.contains("document_url")) {
			this.json.writeStringProperty("type", "document_url");
			this.json.writeName("document_url");
			DataUri.write(this.json, media);
		}
		else if (media.mediaType().equals("application/pdf") && bytes != null && parts.contains("file")) {
			this.json.writeStringProperty("type", "file");
			this.json.writeObjectPropertyStart("file");
			this.json.writeStringProperty("filename", "document.pdf");
			this.json.writeName("file_data");
			DataUri.write(this.json, media);
			this.json.writeEndObject();
		}
		else {
			throw LlmException
				.builder(LlmException.Reason.UNSUPPORTED,
						"the service takes no " + media.mediaType() + ((bytes != null) ? "" : " by address"))
				.advice(parts.size() > 1 ? "Send images, or WAV, MP3 and PDF as bytes." : "Send images.")
				.build();
		}
		this.json.writeEndObject();
	}

}
