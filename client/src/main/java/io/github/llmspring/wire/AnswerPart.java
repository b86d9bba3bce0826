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

	final int position;

	private String text = "";

	private @Nullable StringBuilder longer;

	int index;

	String id = "";

	String name = "";

	@Nullable Media media;

	@Nullable ProviderData providerData;

	AnswerPart(Kind kind, int position) {
		this.kind = kind;
		this.position = position;
	}

	/**
	 * Adds text; what comes in one piece, as in a whole answer, is not copied.
	 */
	void append(String piece) {
		if (this.longer == null && this.text.isEmpty()) {
			this.text = piece;
			return;
		}
		if (this.longer == null) {
			this.longer = new StringBuilder(this.text);
		}
		this.longer.append(piece);
	}

	String text() {
		return (this.longer != null) ? this.longer.toString() : this.text;
	}

	int length() {
		return (this.longer != null) ? this.longer.length() : this.text.length();
	}

	boolean present() {
		return this.kind == Kind.TOOL_CALL || this.kind == Kind.MEDIA || !this.text.isEmpty()
				|| this.providerData != null;
	}

	Content content() {
		return switch (this.kind) {
			case TEXT -> new Content.Text(text(), this.providerData);
			case REASONING -> new Content.Reasoning(text(), this.providerData);
			case TOOL_CALL ->
				new Content.ToolCall(this.id, this.name, this.text.isEmpty() ? "{}" : text(), this.providerData);
			case MEDIA -> Objects.requireNonNull(this.media);
		};
	}

	enum Kind {

		TEXT, REASONING, TOOL_CALL, MEDIA

	}

}
