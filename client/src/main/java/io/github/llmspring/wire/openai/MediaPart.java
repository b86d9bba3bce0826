package io.github.llmspring.wire.openai;

import java.util.List;
import java.util.Map;

import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.wire.Base64Text;
import io.github.llmspring.wire.DataUri;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.TextFile;
import tools.jackson.core.JsonGenerator;

/**
 * Media as a part of a user's message.
 * <p>
 * Text files go as text, which every service and model takes.
 */
final class MediaPart {

	private static final Map<String, String> AUDIO_FORMATS = Map.of("audio/wav", "wav", "audio/x-wav", "wav",
			"audio/wave", "wav", "audio/vnd.wave", "wav", "audio/mpeg", "mp3", "audio/mp3", "mp3");

	private MediaPart() {
	}

	/**
	 * Writes the fields of a part.
	 * @param media the media
	 * @param json stands in the part
	 * @param dialect which parts the service knows, and whether a file may be elsewhere
	 */
	static void write(Media media, JsonGenerator json, Dialect dialect) {
		List<?> parts = dialect.get(ChatDialect.MEDIA_PARTS);
		boolean addresses = dialect.get(ChatDialect.FILE_ADDRESSES);
		boolean document = media.mediaType().equals("application/pdf");
		byte[] bytes = media.bytes();
		String audio = AUDIO_FORMATS.get(media.mediaType());
		if (media.mediaType().startsWith("image/") && parts.contains("image_url")) {
			json.writeStringProperty("type", "image_url");
			json.writeObjectPropertyStart("image_url");
			json.writeName("url");
			DataUri.write(json, media);
			json.writeEndObject();
		}
		else if (TextFile.isAtHand(media)) {
			json.writeStringProperty("type", "text");
			json.writeName("text");
			TextFile.quote(json, media);
		}
		else if (audio != null && bytes != null && parts.contains("input_audio")) {
			json.writeStringProperty("type", "input_audio");
			json.writeObjectPropertyStart("input_audio");
			json.writeName("data");
			Base64Text.write(json, bytes);
			json.writeStringProperty("format", audio);
			json.writeEndObject();
		}
		else if (document && parts.contains("document_url")) {
			json.writeStringProperty("type", "document_url");
			json.writeName("document_url");
			DataUri.write(json, media);
		}
		else if (document && (bytes != null || addresses) && parts.contains("file")) {
			json.writeStringProperty("type", "file");
			json.writeObjectPropertyStart("file");
			json.writeStringProperty("filename", (media.name() != null) ? media.name() : "document.pdf");
			json.writeName("file_data");
			DataUri.write(json, media);
			json.writeEndObject();
		}
		else {
			throw unsupported(media, audio != null, parts.size() == 1);
		}
	}

	private static LlmException unsupported(Media media, boolean audio, boolean images) {
		String mediaType = media.mediaType();
		boolean atHand = media.bytes() != null;
		String advice = "Send images, or WAV, MP3, PDF and text as bytes.";
		if (images) {
			advice = "Send images, or text as bytes.";
		}
		else if (!atHand && mediaType.equals("application/pdf")) {
			advice = "Fetch it and attach its bytes, or set wire-format: openai-responses where the service "
					+ "speaks it, which takes addresses.";
		}
		else if (!atHand && (audio || TextFile.isText(mediaType))) {
			advice = "Fetch it and attach its bytes.";
		}
		else if (mediaType.startsWith("audio/")) {
			advice = "Convert it to WAV or MP3 and attach its bytes.";
		}
		return LlmException
			.builder(LlmException.Reason.UNSUPPORTED,
					"chat completions take no " + mediaType + (atHand ? "" : " by address"))
			.advice(advice)
			.build();
	}

}
