package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;

/**
 * A whole answer told as a stream, for services that do not stream although asked to.
 */
final class WholeAnswer {

	private WholeAnswer() {
	}

	static List<ChatEvent> events(ChatResponse response) {
		List<ChatEvent> events = new ArrayList<>();
		int calls = 0;
		for (Content content : response.message().content()) {
			if (content instanceof Content.Text text && !text.text().isEmpty()) {
				events.add(new ChatEvent.TextDelta(text.text()));
			}
			else if (content instanceof Content.Reasoning reasoning && !reasoning.text().isEmpty()) {
				events.add(new ChatEvent.ReasoningDelta(reasoning.text()));
			}
			else if (content instanceof Content.ToolCall call) {
				events.add(new ChatEvent.ToolCallDelta(calls++, call.id(), call.name(), call.arguments()));
			}
		}
		events.add(new ChatEvent.Completed(response));
		return events;
	}

}
