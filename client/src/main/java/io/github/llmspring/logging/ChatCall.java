package io.github.llmspring.logging;

import java.util.List;
import java.util.Locale;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
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
		Entry entry = this.call.answered(response.provider(), asked(response.attempts()), response.model(), why)
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

	/**
	 * Model that was asked last, as it is configured: it is the one that answered.
	 */
	private static @Nullable String asked(List<Attempt> attempts) {
		return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).address().model();
	}

	void failed(Throwable failure) {
		if (!this.call.end()) {
			return;
		}
		Entry entry = this.call.failure(failure);
		ChatResponse partial = (failure instanceof LlmException known) ? known.partial() : null;
		if (partial != null) {
			entry.field(Fields.RESPONSE_MODEL, partial.model()).field(Fields.RESPONSE_ID, partial.id());
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
