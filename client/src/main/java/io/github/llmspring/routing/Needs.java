package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.catalog.Capability;
import org.jspecify.annotations.Nullable;

/**
 * What a request needs of a model. Each combination exists once, so that a request costs
 * nothing to look at.
 */
final class Needs {

	private static final List<Capability> KINDS = List.of(Capability.TOOLS, Capability.SCHEMA, Capability.VISION,
			Capability.AUDIO, Capability.FILES);

	private static final Needs[] ALL = all();

	/**
	 * Nothing that any model lacks.
	 */
	static final Needs NONE = ALL[0];

	private final List<Capability> capabilities;

	private Needs(int combination) {
		List<Capability> capabilities = new ArrayList<>(KINDS.size());
		for (int i = 0; i < KINDS.size(); i++) {
			if ((combination & (1 << i)) != 0) {
				capabilities.add(KINDS.get(i));
			}
		}
		this.capabilities = List.copyOf(capabilities);
	}

	private static Needs[] all() {
		Needs[] all = new Needs[1 << KINDS.size()];
		for (int i = 0; i < all.length; i++) {
			all[i] = new Needs(i);
		}
		return all;
	}

	static Needs of(ChatRequest request) {
		int combination = request.tools().isEmpty() ? 0 : bit(Capability.TOOLS);
		if (request.outputFormat() != null) {
			combination |= bit(Capability.SCHEMA);
		}
		List<Message> messages = request.messages();
		for (int i = 0; i < messages.size(); i++) {
			List<Content> content = messages.get(i).content();
			for (int j = 0; j < content.size(); j++) {
				if (content.get(j) instanceof Media media) {
					combination |= bit(kind(media.mediaType()));
				}
			}
		}
		return ALL[combination];
	}

	private static int bit(@Nullable Capability capability) {
		return (capability != null) ? 1 << KINDS.indexOf(capability) : 0;
	}

	/**
	 * What it takes to read a file; text is read by all.
	 */
	private static @Nullable Capability kind(String mediaType) {
		if (mediaType.startsWith("image/")) {
			return Capability.VISION;
		}
		if (mediaType.startsWith("audio/")) {
			return Capability.AUDIO;
		}
		return mediaType.equals("application/pdf") ? Capability.FILES : null;
	}

	boolean isEmpty() {
		return this.capabilities.isEmpty();
	}

	List<Capability> capabilities() {
		return this.capabilities;
	}

}
