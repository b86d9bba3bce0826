package io.github.llmspring.logging;

import java.util.Locale;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import reactor.util.context.ContextView;

/**
 * One call for an answer.
 */
final class ChatCall {

	private final ChatRequest request;

	private final CallLogging logging;

	private final Call call;

	ChatCall(ChatRequest request, CallLogging logging, ContextView context) {
		this.request = request;
		this.logging = logging;
		this.call = new Call(logging, "chat", request.model(), context);
	}

	void began() {
		if (this.request.streaming()) {
			this.call.began();
		}
	}

	void answered(ChatResponse response) {
		if (!this.call.end()) {
			return;
		}
		String why = response.finishReason().name().toLowerCase(Locale.ROOT);
		Entry entry = this.call.entry("answered", Call.address(response.provider(), response.model()), why)
			.field(Fields.PROVIDER, response.provider())
			.field(Fields.RESPONSE_MODEL, response.model())
			.field(Fields.RESPONSE_ID, response.id())
			.field(Fields.REQUEST_ID, response.requestId())
			.redacted(Fields.FINISH_REASON, why)
			.usage(response.usage())
			.cost(response.cost())
			.attempts(response.attempts())
			.warnings(response.warnings());
		output(entry, response);
		write(entry);
	}

	void failed(Throwable failure) {
		if (!this.call.end()) {
			return;
		}
		Entry entry = this.call.failure(failure);
		ChatResponse partial = (failure instanceof LlmException known) ? known.partial() : null;
		if (partial != null) {
			output(entry.usage(partial.usage()).cost(partial.cost()), partial);
		}
		write(entry);
	}

	void cancelled() {
		if (this.call.end()) {
			write(this.call.entry("cancelled", null, null));
		}
	}

	private void output(Entry entry, ChatResponse response) {
		if (this.logging.content()) {
			entry.redacted(Fields.OUTPUT, this.logging.redactor().redact(response.message()));
		}
	}

	private void write(Entry entry) {
		entry.redacted(Fields.STREAM, this.request.streaming()).tags(this.request.tags());
		if (this.logging.content()) {
			entry.redacted(Fields.INPUT, this.logging.redactor().redact(this.request.messages()));
		}
		this.call.write(entry);
	}

}
