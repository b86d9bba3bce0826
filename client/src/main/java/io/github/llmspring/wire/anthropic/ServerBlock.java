package io.github.llmspring.wire.anthropic;

import io.github.llmspring.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * A block that a tool at the service left in an answer: a call of it or its result. It
 * means nothing here and goes back as it came.
 *
 * @param json the block
 */
record ServerBlock(String json) {

	private static final String PREFIX = "block:";

	/**
	 * Whether blocks of a type go back.
	 * @param type the type
	 * @return whether it is one of a tool at the service
	 */
	static boolean is(String type) {
		return type.equals("server_tool_use") || type.equals("mcp_tool_use") || type.endsWith("_tool_result");
	}

	/**
	 * Whether this is a call and not a result.
	 * @return whether it has arguments
	 */
	boolean isCall() {
		return this.json.startsWith("{\"type\":\"server_tool_use\"")
				|| this.json.startsWith("{\"type\":\"mcp_tool_use\"");
	}

	static @Nullable ServerBlock of(@Nullable ProviderData data) {
		String value = ProviderData.valueFor(data, AnthropicFormat.ID);
		return (value != null && value.startsWith(PREFIX)) ? new ServerBlock(value.substring(PREFIX.length())) : null;
	}

	/**
	 * This block with the arguments of its call.
	 * @param input the arguments as a JSON object
	 * @return the completed block
	 */
	ServerBlock withInput(String input) {
		return new ServerBlock(this.json.substring(0, this.json.length() - 1) + ",\"input\":" + input + "}");
	}

	ProviderData toProviderData() {
		return new ProviderData(AnthropicFormat.ID, PREFIX + this.json);
	}

}
