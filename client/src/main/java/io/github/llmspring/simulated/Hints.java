package io.github.llmspring.simulated;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values that a conversation names: by lines of the user such as {@code city: Oslo}, as
 * arguments of tools, and as what the tools answered. Later ones win.
 */
final class Hints {

	private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z][\\w-]{0,63}):\\s*(\\S.*?)\\s*");

	private final JsonMapper mapper;

	private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private Hints(JsonMapper mapper) {
		this.mapper = mapper;
	}

	static Hints of(ChatRequest request, JsonMapper mapper) {
		Hints hints = new Hints(mapper);
		request.messages().forEach(hints::add);
		return hints;
	}

	private void add(Message message) {
		if (message.role() == Role.USER) {
			message.text().lines().forEach(this::addLine);
		}
		for (Content content : message.content()) {
			if (content instanceof Content.ToolCall call) {
				addMembers(call.arguments());
			}
			else if (content instanceof Content.ToolResult result && !result.error()) {
				this.values.put(result.name(), result.text());
				addMembers(result.text());
			}
		}
	}

	private void addLine(String line) {
		Matcher matcher = LINE.matcher(line);
		if (matcher.matches()) {
			this.values.put(matcher.group(1), matcher.group(2));
		}
	}

	private void addMembers(String json) {
		try {
			for (Map.Entry<String, JsonNode> member : this.mapper.readTree(json).properties()) {
				if (member.getValue().isValueNode() && !member.getValue().isNull()) {
					this.values.put(member.getKey(), member.getValue().asString());
				}
			}
		}
		catch (JacksonException ex) {
			// text, which names nothing
		}
	}

	/**
	 * Value for a property.
	 * @param name the property's name
	 * @return the value, or {@code null} where the conversation names none
	 */
	@Nullable String get(String name) {
		return this.values.get(name);
	}

}
