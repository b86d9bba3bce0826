package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;

/**
 * The messages of a request as services want them that keep the system prompt apart and
 * let user and model take turns.
 *
 * @param system the system prompts that are not blank, wherever they stood
 * @param turns the other messages, the first not the model's, no two of one role in a row
 * and none empty
 * @param warnings what was changed, in sentences for a log
 */
public record Conversation(List<String> system, List<Message> turns, List<String> warnings) {

	/**
	 * What a user is made to say where a conversation begins with the model's turn, as it
	 * does when its beginning was cut off.
	 */
	public static final String OPENING = "(The beginning of the conversation is left out.)";

	/**
	 * Arranges messages.
	 * @param messages the messages of a request
	 * @param resultsFromUser whether results of tools are part of the user's turn
	 * @param sendable which content the service takes; the rest is left out
	 * @return the conversation
	 * @throws LlmException if there is nothing to send, or content at an impossible place
	 */
	public static Conversation of(List<Message> messages, boolean resultsFromUser, Predicate<Content> sendable) {
		List<String> system = new ArrayList<>();
		List<Message> turns = new ArrayList<>();
		for (Message message : messages) {
			check(message);
			if (message.role() == Role.SYSTEM) {
				system.add(message.text());
				continue;
			}
			Role role = (resultsFromUser && message.role() == Role.TOOL) ? Role.USER : message.role();
			add(turns, new Message(role, message.content().stream().filter(sendable).toList()));
		}
		if (turns.isEmpty()) {
			throw LlmException
				.builder(LlmException.Reason.INVALID_REQUEST, "the conversation holds nothing that can be answered")
				.advice("Add a user's message that is not blank.")
				.build();
		}
		List<String> warnings = new ArrayList<>();
		if (turns.get(0).role() == Role.ASSISTANT) {
			turns.add(0, Message.user(OPENING));
			warnings.add("The conversation began with the model's turn: a user's turn was put before it, "
					+ "because the service requires one.");
		}
		return new Conversation(system.stream().filter((text) -> !text.isBlank()).toList(), List.copyOf(turns),
				List.copyOf(warnings));
	}

	private static void add(List<Message> turns, Message message) {
		Message last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
		if (message.content().isEmpty()) {
			return;
		}
		if (last == null || last.role() != message.role()) {
			turns.add(message);
			return;
		}
		List<Content> merged = new ArrayList<>(last.content());
		merged.addAll(message.content());
		turns.set(turns.size() - 1, new Message(last.role(), merged));
	}

	/**
	 * Stand-ins for the tools of earlier turns, for services that take no history with
	 * tool calls unless tools are defined.
	 * @return a tool for each name that was called
	 */
	public List<ToolDefinition> calledTools() {
		return this.turns.stream()
			.map(Message::content)
			.flatMap(List::stream)
			.filter(Content.ToolCall.class::isInstance)
			.map((call) -> ((Content.ToolCall) call).name())
			.distinct()
			.map((name) -> new ToolDefinition(name, "No longer available.", "{\"type\":\"object\"}"))
			.toList();
	}

	/**
	 * Rejects content that the role of its message cannot say, rather than lose it.
	 * @param message the message
	 * @throws LlmException with reason {@code UNSUPPORTED}
	 */
	public static void check(Message message) {
		for (Content content : message.content()) {
			boolean fits = switch (message.role()) {
				case SYSTEM -> content instanceof Content.Text;
				case USER -> content instanceof Content.Text || content instanceof Media;
				case ASSISTANT -> !(content instanceof Content.ToolResult);
				case TOOL -> content instanceof Content.ToolResult;
			};
			if (!fits) {
				throw LlmException
					.builder(LlmException.Reason.UNSUPPORTED,
							"a message of the role " + message.role() + " cannot hold content of the kind "
									+ content.getClass().getSimpleName())
					.advice("Put it into a message of its own with the fitting role.")
					.build();
			}
		}
	}

}
