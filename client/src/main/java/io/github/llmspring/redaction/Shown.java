package io.github.llmspring.redaction;

import java.util.Locale;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;

/**
 * What is shown of messages, before anything is taken out of their texts.
 */
final class Shown {

	private Shown() {
	}

	static String speaker(Message message) {
		return message.role().name().toLowerCase(Locale.ROOT);
	}

	static String text(Content content) {
		if (content instanceof Content.Text text) {
			return text.text();
		}
		if (content instanceof Content.Reasoning reasoning) {
			return reasoning.text().isEmpty() ? "[thinking]" : "[thinking: " + reasoning.text() + "]";
		}
		if (content instanceof Content.ToolCall call) {
			return "[call of " + call.name() + ": " + call.arguments() + "]";
		}
		if (content instanceof Content.ToolResult result) {
			return "[" + (result.error() ? "failure" : "result") + " of " + result.name() + ": " + result.text() + "]";
		}
		Media media = (Media) content;
		byte[] bytes = media.bytes();
		return "[" + media.mediaType() + ", " + ((bytes != null) ? bytes.length + " bytes" : "by address") + "]";
	}

}
