package io.github.llmspring.http;

import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;

/**
 * A whole answer told as a stream, for services that do not stream although asked to.
 */
final class WholeAnswer {

	private WholeAnswer() {
	}

	static void tell(ChatResponse response, Consumer<ChatEvent> events) {
		int calls = 0;
		for (Content content : response.message().content()) {
			if (content instanceof Content.Text text && !text.text().isEmpty()) {
				events.accept(new ChatEvent.TextDelta(text.text()));
			}
			else if (content instanceof Content.Reasoning reasoning && !reasoning.text().isEmpty()) {
				events.accept(new ChatEvent.ReasoningDelta(reasoning.text()));
			}
			else if (content instanceof Content.ToolCall call) {
				events.accept(new ChatEvent.ToolCallDelta(calls++, call.id(), call.name(), call.arguments()));
			}
		}
	}

}
