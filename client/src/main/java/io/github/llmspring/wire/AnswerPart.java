package io.github.llmspring.wire;

import java.util.Objects;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * One piece of an {@link Answer} in the making.
 */
final class AnswerPart {

	final Kind kind;

	final StringBuilder text = new StringBuilder();

	int index;

	String id = "";

	String name = "";

	@Nullable Media media;

	@Nullable ProviderData providerData;

	AnswerPart(Kind kind) {
		this.kind = kind;
	}

	boolean present() {
		return this.kind == Kind.TOOL_CALL || this.kind == Kind.MEDIA || !this.text.isEmpty()
				|| this.providerData != null;
	}

	Content content() {
		return switch (this.kind) {
			case TEXT -> new Content.Text(this.text.toString(), this.providerData);
			case REASONING -> new Content.Reasoning(this.text.toString(), this.providerData);
			case TOOL_CALL -> new Content.ToolCall(this.id, this.name,
					this.text.isEmpty() ? "{}" : this.text.toString(), this.providerData);
			case MEDIA -> Objects.requireNonNull(this.media);
		};
	}

	enum Kind {

		TEXT, REASONING, TOOL_CALL, MEDIA

	}

}
