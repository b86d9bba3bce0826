package io.github.llmspring.simulated;

import java.util.List;
import java.util.stream.Collectors;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Media;
import io.github.llmspring.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated model says about the media that the user attached.
 */
final class Attachments {

	private Attachments() {
	}

	/**
	 * Sentence about the media of the user's last message.
	 * @param request the request
	 * @return the sentence after a space, empty where nothing is attached
	 */
	static String sentence(ChatRequest request) {
		List<Media> media = request.messages()
			.stream()
			.filter((message) -> message.role() == Role.USER)
			.reduce((earlier, later) -> later)
			.map((message) -> message.pieces(Media.class))
			.orElse(List.of());
		return media.isEmpty() ? ""
				: media.stream()
					.map(Attachments::described)
					.collect(Collectors.joining(" and ", " You attached ", "."));
	}

	private static String described(Media media) {
		String name = (media.name() != null) ? " \"" + media.name() + "\"" : "";
		byte[] bytes = media.bytes();
		if (bytes == null) {
			return media.mediaType() + name + " at " + media.url();
		}
		@Nullable ImageSize size = ImageSize.of(media.mediaType(), bytes);
		return media.mediaType() + name + " ("
				+ ((size != null) ? size.width() + " x " + size.height() + " pixels, " : "") + bytes.length + " bytes)";
	}

}
