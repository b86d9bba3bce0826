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
import io.github.llmspring.ToolDefinition;

/**
 * The tools that a message asks for without saying so: those whose name is among its
 * words.
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
		if (request.tools().isEmpty()) {
			return List.of();
		}
		MentionedTools mentioned = new MentionedTools(message);
		List<String> names = mentioned.names();
		List<Content.ToolCall> calls = new ArrayList<>();
		for (ToolDefinition tool : request.tools()) {
			if (mentioned.contain(tool)) {
				calls.add(new Content.ToolCall("call_" + calls.size(), tool.name(),
						SchemaFiller.arguments(tool.inputSchema(), request, names)));
			}
		}
		return calls;
	}

	private boolean contain(ToolDefinition tool) {
		return Stream.of(tool.name().split("(?<=\\p{Ll})(?=\\p{Lu})|[_-]+"))
			.allMatch((part) -> this.words.contains(part.toLowerCase(Locale.ROOT)));
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
