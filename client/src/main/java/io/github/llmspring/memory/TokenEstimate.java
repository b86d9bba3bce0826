package io.github.llmspring.memory;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ProviderData;
import org.jspecify.annotations.Nullable;

/**
 * A guess at how many tokens a message is, alike for all models.
 * <p>
 * Four bytes of UTF-8 count as a token, which is near the truth for English and for
 * scripts whose characters are three bytes each; a message itself counts four. An image,
 * and anything that is only an address, counts 1,000; other media one for each 50 bytes,
 * at least 1,000. Opaque data of a service counts like text, since most of it is
 * encrypted thinking that the model reads again.
 */
public final class TokenEstimate {

	private static final int BYTES_PER_TOKEN = 4;

	private static final int MEDIA_BYTES_PER_TOKEN = 50;

	private static final int MESSAGE = 4;

	private static final int MEDIA = 1_000;

	private TokenEstimate() {
	}

	/**
	 * Estimates a message.
	 * @param message the message
	 * @return the number of tokens
	 */
	public static int of(Message message) {
		long tokens = MESSAGE;
		for (Content content : message.content()) {
			tokens += of(content) + opaque(content.providerData());
		}
		return (int) Math.min(tokens, Integer.MAX_VALUE);
	}

	private static long of(Content content) {
		if (content instanceof Content.Text text) {
			return tokens(text.text());
		}
		if (content instanceof Content.Reasoning reasoning) {
			return tokens(reasoning.text());
		}
		if (content instanceof Content.ToolCall call) {
			return tokens(call.name()) + tokens(call.arguments());
		}
		if (content instanceof Content.ToolResult result) {
			return tokens(result.text());
		}
		return media((Media) content);
	}

	private static long media(Media media) {
		byte[] bytes = media.bytes();
		if (bytes == null || media.mediaType().startsWith("image/")) {
			return MEDIA;
		}
		return media.mediaType().startsWith("text/") ? rounded(bytes.length, BYTES_PER_TOKEN)
				: Math.max(MEDIA, rounded(bytes.length, MEDIA_BYTES_PER_TOKEN));
	}

	private static long opaque(@Nullable ProviderData data) {
		return (data != null) ? tokens(data.value()) : 0;
	}

	private static long tokens(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			// half of a pair counts two bytes, so that the pair counts its four
			bytes += (character < 0x80) ? 1 : (character < 0x800 || Character.isSurrogate(character)) ? 2 : 3;
		}
		return rounded(bytes, BYTES_PER_TOKEN);
	}

	private static long rounded(long bytes, int bytesPerToken) {
		return (bytes + bytesPerToken - 1) / bytesPerToken;
	}

}
