package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.llmspring.ChatEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Puts the fragments of tool calls together.
 * <p>
 * Which call a fragment belongs to is told by its id where it has one, else by its index,
 * else it belongs to the last call. Some servers give neither, repeat the id or the name
 * in every fragment, or count every call as number 0. In a whole answer each entry is a
 * call of its own, whatever its id says, and stands after the text, wherever the field
 * stands.
 */
public final class ToolCallFragments {

	private final Answer answer;

	private final Json json;

	private final boolean whole;

	private final int position;

	private final List<Call> calls = new ArrayList<>(0);

	/**
	 * Fragments of one answer.
	 * @param answer takes the calls
	 * @param json reads the JSON
	 * @param whole whether each entry is a call of its own
	 */
	public ToolCallFragments(Answer answer, Json json, boolean whole) {
		this.answer = answer;
		this.json = json;
		this.whole = whole;
		this.position = whole ? 1 : 0;
	}

	/**
	 * Whether there was none.
	 * @return whether there is no call
	 */
	public boolean isEmpty() {
		return this.calls.isEmpty();
	}

	/**
	 * Reads a fragment or a list of them.
	 * @param parser the parser, standing on the value of the field
	 * @param events told of what the fragments add
	 */
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			Fragment fragment = fragment(parser);
			if (!fragment.isEmpty()) {
				add(fragment, events);
			}
		}
		else if (parser.currentToken() == JsonToken.START_ARRAY) {
			list(parser, events);
		}
	}

	private void list(JsonParser parser, Consumer<ChatEvent> events) {
		this.answer.turnTo(this.position);
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				add(fragment(parser), events);
			}
			else {
				parser.skipChildren();
			}
		}
		this.answer.turnTo(0);
	}

	private Fragment fragment(JsonParser parser) {
		Fragment fragment = new Fragment();
		fragment(parser, fragment);
		return fragment;
	}

	private void fragment(JsonParser parser, Fragment fragment) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "index" -> {
					if (value == JsonToken.VALUE_NUMBER_INT) {
						fragment.index = parser.getIntValue();
					}
				}
				case "id" -> fragment.id = orEmpty(Json.text(parser));
				case "function" -> {
					if (value == JsonToken.START_OBJECT) {
						fragment(parser, fragment);
					}
				}
				case "name" -> fragment.name = orEmpty(Json.text(parser));
				case "arguments" -> fragment.arguments = (value == JsonToken.START_OBJECT) ? this.json.copy(parser)
						: orEmpty(Json.text(parser));
				default -> parser.skipChildren();
			}
		}
	}

	private void add(Fragment fragment, Consumer<ChatEvent> events) {
		Call call = this.whole ? null : find(fragment);
		if (call == null) {
			call = new Call(fragment.id, fragment.name, fragment.index,
					this.answer.toolCall(fragment.id, fragment.name, events));
			this.calls.add(call);
		}
		call.endsObject = fragment.arguments.isEmpty() ? call.endsObject : fragment.arguments.endsWith("}");
		this.answer.arguments(call.position, fragment.arguments, events);
	}

	private @Nullable Call find(Fragment fragment) {
		if (!fragment.id.isEmpty()) {
			return last((call) -> call.id.equals(fragment.id));
		}
		Call call = (fragment.index >= 0) ? last((candidate) -> candidate.index == fragment.index)
				: last((candidate) -> true);
		return (call != null && begins(fragment, call)) ? null : call;
	}

	/**
	 * Whether a fragment without an id begins another call than the one its index names.
	 * A call that looks complete may go on, so the fragment must look like a beginning.
	 */
	private static boolean begins(Fragment fragment, Call call) {
		boolean beginning = fragment.arguments.isEmpty() || fragment.arguments.startsWith("{");
		return !fragment.name.isEmpty() && (!call.name.equals(fragment.name) || (call.endsObject && beginning));
	}

	private @Nullable Call last(Predicate<Call> condition) {
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			if (condition.test(this.calls.get(i))) {
				return this.calls.get(i);
			}
		}
		return null;
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private static final class Fragment {

		private int index = -1;

		private String id = "";

		private String name = "";

		private String arguments = "";

		boolean isEmpty() {
			return this.index < 0 && this.id.isEmpty() && this.name.isEmpty() && this.arguments.isEmpty();
		}

	}

	private static final class Call {

		private final String id;

		private final String name;

		private final int index;

		private final int position;

		private boolean endsObject;

		Call(String id, String name, int index, int position) {
			this.id = id;
			this.name = name;
			this.index = index;
			this.position = position;
		}

	}

}
