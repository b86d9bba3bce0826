package io.github.llmspring.wire.gemini;

import java.util.Base64;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.Media;
import io.github.llmspring.ProviderData;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.UnreadableAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the parts of an answer. Each part is complete: what the frames of a stream hold
 * are more parts, of which neighbouring texts belong together.
 * <p>
 * Parts of code that ran at the service, and of kinds that are not known here, are left
 * out.
 */
final class AnswerPartReader {

	private final Answer answer;

	private final FunctionCalls calls;

	private @Nullable String text;

	private boolean thought;

	private @Nullable String signature;

	private boolean call;

	private String mediaType = "";

	private @Nullable String mediaData;

	private boolean unknown;

	AnswerPartReader(Answer answer, Json json) {
		this.answer = answer;
		this.calls = new FunctionCalls(answer, json);
	}

	/**
	 * Reads one part.
	 * @param parser the parser, standing on the start of the part
	 * @param events told of what the part adds
	 */
	void read(JsonParser parser, Consumer<ChatEvent> events) {
		clear();
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "text" -> this.text = Json.text(parser);
				case "thought" -> this.thought = value == JsonToken.VALUE_TRUE;
				case "thoughtSignature" -> this.signature = Json.text(parser);
				case "functionCall" -> {
					this.call = true;
					this.calls.read(parser);
				}
				case "inlineData" -> inlineData(parser);
				default -> {
					this.unknown = true;
					parser.skipChildren();
				}
			}
		}
		add(events);
	}

	private void clear() {
		this.text = null;
		this.thought = false;
		this.signature = null;
		this.call = false;
		this.mediaType = "";
		this.mediaData = null;
		this.unknown = false;
	}

	private void inlineData(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "mimeType" -> this.mediaType = orEmpty(Json.text(parser));
				case "data" -> this.mediaData = Json.text(parser);
				default -> parser.skipChildren();
			}
		}
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private void add(Consumer<ChatEvent> events) {
		if (this.call) {
			if (this.calls.add(events)) {
				sign();
			}
		}
		else if (this.mediaData != null) {
			this.answer.media(media(this.mediaData));
		}
		else if (this.text != null || !this.unknown) {
			text(orEmpty(this.text), events);
		}
	}

	/**
	 * Adds text. What is signed stays a piece of its own, since it is only proven
	 * together with the part it came on.
	 */
	private void text(String text, Consumer<ChatEvent> events) {
		if (this.signature != null) {
			this.answer.endPart();
		}
		if (this.thought) {
			this.answer.reasoning(text, events);
		}
		else {
			this.answer.text(text, events);
		}
		sign();
	}

	/**
	 * Ends what is open when the answer is finished.
	 * @param events told of what that adds
	 */
	void finish(Consumer<ChatEvent> events) {
		this.calls.finish(events);
	}

	private void sign() {
		if (this.signature != null) {
			this.answer.providerData(new ProviderData(GeminiFormat.ID, this.signature));
		}
	}

	private Media media(String data) {
		try {
			String standard = data.replace('-', '+').replace('_', '/');
			return Media.of(this.mediaType, Base64.getMimeDecoder().decode(standard));
		}
		catch (IllegalArgumentException ex) {
			throw UnreadableAnswer.because("it holds media that is no Base64");
		}
	}

}
