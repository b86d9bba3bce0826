package io.github.llmspring.resilience.limit;

import java.util.List;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Message;
import io.github.llmspring.ToolDefinition;

/**
 * How many tokens a call will need, and how many it has used.
 *
 * @param estimate guesses the tokens of a message
 * @param expectedOutput tokens of an answer whose request says nothing
 */
public record TokenCount(ToIntFunction<Message> estimate, int expectedOutput) {

	private static final int CHARACTERS_PER_TOKEN = 4;

	/**
	 * Tokens that a request will be sent with.
	 * @param request the request
	 * @return a guess
	 */
	public long input(ChatRequest request) {
		long tokens = 0;
		for (Message message : request.messages()) {
			tokens += this.estimate.applyAsInt(message);
		}
		for (ToolDefinition tool : request.tools()) {
			tokens += text(tool.name().length() + tool.description().length() + tool.inputSchema().length());
		}
		return (request.outputFormat() != null) ? tokens + text(request.outputFormat().schema().length()) : tokens;
	}

	/**
	 * Tokens of texts that become vectors.
	 * @param texts the texts
	 * @return a guess
	 */
	public long input(List<String> texts) {
		long tokens = 0;
		for (String text : texts) {
			tokens += this.estimate.applyAsInt(Message.user(text));
		}
		return tokens;
	}

	/**
	 * Tokens that an answer may have, thinking included.
	 * @param options what was asked for
	 * @return the limit that was asked for, else what is expected
	 */
	public long output(ChatOptions options) {
		return (options.maxOutputTokens() != null) ? options.maxOutputTokens() : this.expectedOutput;
	}

	/**
	 * Tokens that an answer took: those that the service counted, else a guess.
	 */
	long used(long input, ChatResponse response) {
		Long sent = response.usage().inputTokens();
		Long made = response.usage().outputTokens();
		return ((sent != null) ? sent : input) + ((made != null) ? made : this.estimate.applyAsInt(response.message()));
	}

	/**
	 * Characters in an event that the model made.
	 * @param event the event
	 * @return how many there are
	 */
	public static int characters(ChatEvent event) {
		if (event instanceof ChatEvent.TextDelta delta) {
			return delta.text().length();
		}
		if (event instanceof ChatEvent.ReasoningDelta delta) {
			return delta.text().length();
		}
		return (event instanceof ChatEvent.ToolCallDelta delta) ? delta.arguments().length() : 0;
	}

	/**
	 * Tokens that a text will have.
	 * @param characters how long the text is
	 * @return a guess
	 */
	public static long text(long characters) {
		return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
	}

}
