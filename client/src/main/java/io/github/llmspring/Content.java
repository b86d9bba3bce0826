package io.github.llmspring;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One piece of what a {@link Message} says.
 * <p>
 * Pieces are values: two with the same content are equal. A piece that came from a
 * service may carry {@link ProviderData} that the same wire format sends back unchanged.
 */
public sealed interface Content permits Content.Text, Content.Reasoning, Media, Content.ToolCall, Content.ToolResult {

	/**
	 * Opaque value that a service attached to the piece.
	 * @return the value, or {@code null} where there is none
	 */
	default @Nullable ProviderData providerData() {
		return null;
	}

	/**
	 * This piece with another opaque value.
	 * @param data the value, or {@code null} for none
	 * @return the piece; itself if it is of a kind that services attach nothing to
	 */
	default Content withProviderData(@Nullable ProviderData data) {
		return this;
	}

	/**
	 * Text meant for the other side.
	 *
	 * @param text the text, possibly empty
	 * @param providerData what the service attached, if anything
	 */
	record Text(String text, @Nullable ProviderData providerData) implements Content {

		public Text {
			Objects.requireNonNull(text, "'text' must not be null");
		}

		public Text(String text) {
			this(text, null);
		}

		@Override
		public Text withProviderData(@Nullable ProviderData data) {
			return new Text(this.text, data);
		}

	}

	/**
	 * Thinking that a model let us see, or only a token of it.
	 *
	 * @param text the visible thinking; empty where the service keeps it to itself
	 * @param providerData the signature or encrypted form that proves it, if any
	 */
	record Reasoning(String text, @Nullable ProviderData providerData) implements Content {

		public Reasoning {
			Objects.requireNonNull(text, "'text' must not be null");
		}

		public Reasoning(String text) {
			this(text, null);
		}

		@Override
		public Reasoning withProviderData(@Nullable ProviderData data) {
			return new Reasoning(this.text, data);
		}

	}

	/**
	 * A wish of the model that a tool be called.
	 *
	 * @param id the name of this call; the {@link ToolResult} repeats it
	 * @param name the name of the tool
	 * @param arguments a JSON object as the model wrote it: untrusted, possibly invalid
	 * @param providerData what the service attached, if anything
	 */
	record ToolCall(String id, String name, String arguments, @Nullable ProviderData providerData) implements Content {

		public ToolCall {
			Objects.requireNonNull(id, "'id' must not be null");
			Objects.requireNonNull(name, "'name' must not be null");
			Objects.requireNonNull(arguments, "'arguments' must not be null");
		}

		public ToolCall(String id, String name, String arguments) {
			this(id, name, arguments, null);
		}

		@Override
		public ToolCall withProviderData(@Nullable ProviderData data) {
			return new ToolCall(this.id, this.name, this.arguments, data);
		}

	}

	/**
	 * What a tool answered, or why it could not.
	 *
	 * @param toolCallId the {@link ToolCall#id() id} of the call that is answered
	 * @param name the name of the tool
	 * @param text the answer as text or JSON
	 * @param error whether the text says what went wrong
	 */
	record ToolResult(String toolCallId, String name, String text, boolean error) implements Content {

		public ToolResult {
			Objects.requireNonNull(toolCallId, "'toolCallId' must not be null");
			Objects.requireNonNull(name, "'name' must not be null");
			Objects.requireNonNull(text, "'text' must not be null");
		}

		/**
		 * Answer of a tool.
		 * @param call the call that is answered
		 * @param text the answer as text or JSON
		 * @return the result
		 */
		public static ToolResult of(ToolCall call, String text) {
			return new ToolResult(call.id(), call.name(), text, false);
		}

		/**
		 * Failure of a tool, told to the model so that it can do better.
		 * @param call the call that failed
		 * @param text what went wrong
		 * @return the result
		 */
		public static ToolResult failed(ToolCall call, String text) {
			return new ToolResult(call.id(), call.name(), text, true);
		}

	}

}
