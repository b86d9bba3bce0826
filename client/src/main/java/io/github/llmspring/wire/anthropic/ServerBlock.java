package io.github.llmspring.wire.anthropic;

import io.github.llmspring.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * A block of an answer that means nothing here and goes back as it came, such as what a
 * tool at the service left or what the service made of a long conversation.
 *
 * @param json the block
 */
record ServerBlock(String json) {

	private static final String PREFIX = "block:";

	static @Nullable ServerBlock of(@Nullable ProviderData data) {
		String value = ProviderData.valueFor(data, AnthropicFormat.ID);
		return (value != null && value.startsWith(PREFIX)) ? new ServerBlock(value.substring(PREFIX.length())) : null;
	}

	ProviderData toProviderData() {
		return new ProviderData(AnthropicFormat.ID, PREFIX + this.json);
	}

}
