package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ProviderData;

/**
 * The model that an exchange is with, as what it thinks and signs is marked with it.
 * <p>
 * A signature or an encrypted thought is refused by every other vendor, often by every
 * other model and account; so it goes back only to who gave it, and thinking with it.
 * Text, tool calls and results of others are sent on without what was attached to them.
 */
final class Origin {

	private final String address;

	private final ProviderData mark;

	Origin(String provider, String model, String wireFormat) {
		this.address = new ModelAddress(provider, model).toString();
		this.mark = new ProviderData(wireFormat, "", this.address);
	}

	/**
	 * Answer whose thinking and opaque values tell where they come from.
	 */
	ChatResponse mark(ChatResponse response) {
		for (Content piece : response.message().content()) {
			if (isToBeMarked(piece)) {
				return response.toBuilder()
					.contents(response.message().content().stream().map(this::marked).toList())
					.build();
			}
		}
		return response;
	}

	private static boolean isToBeMarked(Content piece) {
		return piece.providerData() != null || piece instanceof Content.Reasoning;
	}

	private Content marked(Content piece) {
		ProviderData data = piece.providerData();
		if (data != null) {
			return piece.withProviderData(new ProviderData(data.wireFormat(), data.value(), this.address));
		}
		return (piece instanceof Content.Reasoning) ? piece.withProviderData(this.mark) : piece;
	}

	/**
	 * Request without what belongs to others.
	 */
	ChatRequest own(ChatRequest request) {
		for (Message message : request.messages()) {
			if (holdsForeign(message)) {
				return request.toBuilder()
					.messages(request.messages().stream().map(this::own).filter(Origin::saysSomething).toList())
					.build();
			}
		}
		return request;
	}

	private Message own(Message message) {
		if (!holdsForeign(message)) {
			return message;
		}
		List<Content> own = new ArrayList<>();
		for (Content piece : message.content()) {
			if (!isForeign(piece)) {
				own.add(piece);
			}
			else if (!(piece instanceof Content.Reasoning)) {
				own.add(piece.withProviderData(null));
			}
		}
		return new Message(message.role(), own, message.cached());
	}

	private static boolean saysSomething(Message message) {
		return !message.content().isEmpty();
	}

	private boolean holdsForeign(Message message) {
		for (Content piece : message.content()) {
			if (isForeign(piece)) {
				return true;
			}
		}
		return false;
	}

	private boolean isForeign(Content piece) {
		ProviderData data = piece.providerData();
		return data != null && data.origin() != null && !this.address.equals(data.origin());
	}

}
