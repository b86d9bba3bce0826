package io.github.llmspring.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.ToolDefinition;

/**
 * The tools that a message asks for without saying so: those whose name is among its
 * words, or those that the request forces.
 */
final class MentionedTools {

	private static final Pattern NAME = Pattern.compile("(?<![.!?]\\s)(?<=\\s)\\p{Lu}[\\p{L}-]+");

	private final String message;

	private final List<String> words;

	private MentionedTools(String message) {
		this.message = message;
		this.words = Arrays.asList(message.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+"));
	}

	/**
	 * Calls that a request gives occasion to, by the order of its tools.
	 */
	static List<Content.ToolCall> calls(ChatRequest request, String message) {
		ToolChoice choice = request.options().toolChoice();
		ToolChoice.Mode mode = (choice != null) ? choice.mode() : ToolChoice.Mode.AUTO;
		if (request.tools().isEmpty() || mode == ToolChoice.Mode.NONE) {
			return List.of();
		}
		MentionedTools mentioned = new MentionedTools(message);
		String forced = (choice != null) ? choice.tool() : null;
		List<ToolDefinition> called = request.tools()
			.stream()
			.filter((tool) -> (forced != null) ? tool.name().equals(forced) : mentioned.contain(tool))
			.toList();
		boolean first = called.isEmpty() && mode == ToolChoice.Mode.REQUIRED;
		return mentioned.calls(first ? request.tools().subList(0, 1) : called);
	}

	private boolean contain(ToolDefinition tool) {
		return Stream.of(tool.name().split("(?<=\\p{Ll})(?=\\p{Lu})|[_-]+"))
			.allMatch((part) -> this.words.contains(part.toLowerCase(Locale.ROOT)));
	}

	private List<Content.ToolCall> calls(List<ToolDefinition> tools) {
		List<String> names = names();
		List<Content.ToolCall> calls = new ArrayList<>();
		for (ToolDefinition tool : tools) {
			calls.add(new Content.ToolCall("call_" + calls.size(), tool.name(),
					new SchemaExample(tool.inputSchema(), names).text()));
		}
		return calls;
	}

	/**
	 * Words with a capital letter amid a sentence, each once.
	 */
	private List<String> names() {
		List<String> names = new ArrayList<>();
		Matcher matcher = NAME.matcher(this.message);
		while (matcher.find()) {
			if (!names.contains(matcher.group())) {
				names.add(matcher.group());
			}
		}
		return names;
	}

}
