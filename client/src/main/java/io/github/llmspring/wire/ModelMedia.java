package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;

/**
 * A request without the media that models made in earlier turns, for services that take
 * none from a model. So a conversation that began where a model draws goes on elsewhere.
 *
 * @param request the request
 * @param warnings what was left out, in sentences for a log
 */
public record ModelMedia(ChatRequest request, List<String> warnings) {

	private static final List<String> LEFT_OUT = List.of("Media that a model made in an earlier turn were left out: "
			+ "the service takes none in a turn of the model. Put them into a user's message to show them.");

	/**
	 * Leaves out what models made.
	 * @param request the request
	 * @return the request without it, itself where there is none
	 */
	public static ModelMedia leftOut(ChatRequest request) {
		for (Message message : request.messages()) {
			if (isMade(message)) {
				return new ModelMedia(request.toBuilder().messages(without(request.messages())).build(), LEFT_OUT);
			}
		}
		return new ModelMedia(request, List.of());
	}

	private static boolean isMade(Message message) {
		return message.role() == Role.ASSISTANT && !message.pieces(Media.class).isEmpty();
	}

	private static List<Message> without(List<Message> messages) {
		List<Message> others = new ArrayList<>();
		for (Message message : messages) {
			List<Content> kept = isMade(message)
					? message.content().stream().filter((content) -> !(content instanceof Media)).toList()
					: message.content();
			if (!kept.isEmpty()) {
				others.add(new Message(message.role(), kept, message.cached()));
			}
		}
		return others;
	}

	/**
	 * The call that sends the request.
	 * @param call the call as the rest of the request made it
	 * @return the call, with a warning where something was left out
	 */
	public HttpCall warned(HttpCall call) {
		if (this.warnings.isEmpty()) {
			return call;
		}
		List<String> all = new ArrayList<>(this.warnings);
		all.addAll(call.warnings());
		return new HttpCall(call.method(), call.path(), call.headers(), call.body(), List.copyOf(all));
	}

}
