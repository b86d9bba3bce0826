package io.github.llmspring;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The messages of a prompt in the making. What the user says and shows right after each
 * other is one message.
 */
final class PromptMessages {

	private final List<Message> messages = new ArrayList<>();

	private @Nullable String system;

	/**
	 * Whether the last message is one that {@link #say} or {@link #show} began.
	 */
	private boolean userSpeaks;

	void system(String text) {
		this.system = text;
	}

	void add(List<Message> messages) {
		this.messages.addAll(messages);
		this.userSpeaks = false;
	}

	/**
	 * Says something, as one message with what was shown right before.
	 */
	void say(String text) {
		if (this.userSpeaks && last().pieces(Content.Text.class).isEmpty()) {
			join(new Content.Text(text));
		}
		else {
			begin(Message.user(text));
		}
	}

	/**
	 * Shows something, as one message with what was said right before, if anything was.
	 */
	void show(Media media) {
		if (this.userSpeaks) {
			join(media);
		}
		else {
			begin(Message.of(Role.USER, media));
		}
	}

	private void begin(Message message) {
		this.messages.add(message);
		this.userSpeaks = true;
	}

	private void join(Content content) {
		List<Content> extended = new ArrayList<>(last().content());
		extended.add(content);
		this.messages.set(this.messages.size() - 1, new Message(Role.USER, extended));
	}

	private Message last() {
		return this.messages.get(this.messages.size() - 1);
	}

	/**
	 * All messages, the rules of the conversation first.
	 */
	List<Message> all() {
		List<Message> all = new ArrayList<>(this.messages.size() + 1);
		if (this.system != null) {
			all.add(Message.system(this.system));
		}
		all.addAll(this.messages);
		return all;
	}

}
