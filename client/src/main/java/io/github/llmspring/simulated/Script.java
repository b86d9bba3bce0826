package io.github.llmspring.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated model is told to do by lines of the last message of the user.
 * <p>
 * {@code fail: <reason>} fails, {@code fail: <reason> after <n>} lets a stream fail after
 * n pieces, {@code think: <text>} thinks aloud and {@code call: <tool> <json>} asks for a
 * tool, once. Without such a line, the tools are asked for whose name is among the words.
 *
 * @param fail the reason to fail with, or {@code null}
 * @param failAfter how many pieces of a stream come before the failure
 * @param thoughts what to think aloud
 * @param calls the tools to ask for
 * @param words the message without those lines
 */
record Script(@Nullable Reason fail, int failAfter, String thoughts, List<Content.ToolCall> calls, String words) {

	private static final Pattern FAIL = Pattern.compile("fail:\\s*([\\w-]+)(?:\\s+after\\s+(\\d{1,4}))?");

	private static final Pattern THINK = Pattern.compile("think:\\s*(.+)");

	private static final Pattern CALL = Pattern.compile("call:\\s*([\\w-]+)\\s*(\\{.*})?");

	/**
	 * Script of a request. What it says to do before the tools answer is done once: when
	 * results come last, only the words are left. What the choice of tools forces is done
	 * as long as it forces it.
	 */
	static Script of(ChatRequest request) {
		Script script = ofLastWords(request);
		if (endsWithResults(request)) {
			return new Script(null, 0, "", forced(request, List.of()), script.words());
		}
		List<Content.ToolCall> mentioned = script.calls().isEmpty() ? MentionedTools.calls(request, script.words())
				: List.of();
		List<Content.ToolCall> calls = forced(request, mentioned.isEmpty() ? script.calls() : mentioned);
		String words = mentioned.isEmpty() ? script.words() : "";
		return new Script(script.fail(), script.failAfter(), script.thoughts(), calls, words);
	}

	/**
	 * Calls as the choice of tools wants them.
	 */
	private static List<Content.ToolCall> forced(ChatRequest request, List<Content.ToolCall> calls) {
		ToolChoice choice = request.options().toolChoice();
		if (choice == null || choice.mode() == ToolChoice.Mode.AUTO || request.tools().isEmpty()) {
			return calls;
		}
		if (choice.mode() == ToolChoice.Mode.NONE) {
			return List.of();
		}
		List<Content.ToolCall> allowed = calls.stream()
			.filter((call) -> choice.tool() == null || call.name().equals(choice.tool()))
			.toList();
		return allowed.isEmpty() ? List.of(call(request, choice)) : allowed;
	}

	private static Content.ToolCall call(ChatRequest request, ToolChoice choice) {
		ToolDefinition tool = request.tools()
			.stream()
			.filter((one) -> choice.tool() == null || one.name().equals(choice.tool()))
			.findFirst()
			.orElseThrow(() -> LlmException.of(Reason.INVALID_REQUEST,
					"the tool '" + choice.tool() + "' has to be called and is not offered"));
		return new Content.ToolCall("call_0", tool.name(), SchemaFiller.arguments(tool.inputSchema(), request));
	}

	private static boolean endsWithResults(ChatRequest request) {
		List<Message> messages = request.messages();
		return !messages.isEmpty() && messages.get(messages.size() - 1).role() == Role.TOOL;
	}

	private static Script ofLastWords(ChatRequest request) {
		Reason fail = null;
		int failAfter = 0;
		List<String> thoughts = new ArrayList<>();
		List<Content.ToolCall> calls = new ArrayList<>();
		List<String> words = new ArrayList<>();
		for (String line : lastWords(request).lines().toList()) {
			Matcher matcher = FAIL.matcher(line.strip());
			if (matcher.matches()) {
				fail = reason(matcher.group(1));
				failAfter = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : 0;
			}
			else if (matcher.usePattern(THINK).matches()) {
				thoughts.add(matcher.group(1));
			}
			else if (matcher.usePattern(CALL).matches()) {
				String arguments = (matcher.group(2) != null) ? matcher.group(2) : "{}";
				calls.add(new Content.ToolCall("call_" + calls.size(), matcher.group(1), arguments));
			}
			else {
				words.add(line);
			}
		}
		return new Script(fail, failAfter, String.join("\n", thoughts), List.copyOf(calls),
				String.join("\n", words).strip());
	}

	private static String lastWords(ChatRequest request) {
		List<Message> messages = request.messages();
		for (int i = messages.size() - 1; i >= 0; i--) {
			if (messages.get(i).role() == Role.USER) {
				return messages.get(i).text();
			}
		}
		return "";
	}

	private static Reason reason(String word) {
		String name = word.replace('-', '_').toUpperCase(Locale.ROOT);
		for (Reason reason : Reason.values()) {
			if (reason.name().equals(name)) {
				return reason;
			}
		}
		throw LlmException.builder(Reason.INVALID_REQUEST, "'" + word + "' is no reason to fail with")
			.advice("Write one of " + String.join(", ", List.of(Reason.values()).stream().map(Reason::code).toList())
					+ ".")
			.build();
	}

}
