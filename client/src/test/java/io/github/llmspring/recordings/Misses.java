package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.recordings.ExpectedAnswer.Call;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.core.JacksonException;

/**
 * Where an exchange differs from what was expected of it.
 */
final class Misses {

	private final List<String> found = new ArrayList<>();

	private Misses() {
	}

	/**
	 * Compares an exchange that was asked for as a stream.
	 */
	static List<String> ofStream(ExpectedAnswer expected, Exchange seen) {
		Misses misses = new Misses();
		misses.outcome(expected, seen);
		misses.pieces(seen);
		return misses.found;
	}

	/**
	 * Compares an exchange that was asked for as a whole.
	 */
	static List<String> ofWhole(ExpectedAnswer expected, Exchange seen) {
		Misses misses = new Misses();
		misses.outcome(expected, seen);
		misses.equal("events", (seen.failure() != null) ? 0 : 1, seen.events().size());
		return misses.found;
	}

	/**
	 * Checks that a body which was cut off gave no answer.
	 */
	static List<String> ofCutOff(Exchange seen) {
		Misses misses = new Misses();
		Reason reason = (seen.failure() instanceof LlmException exception) ? exception.reason() : null;
		if (reason != Reason.MALFORMED_RESPONSE && reason != Reason.CONNECTION && reason != Reason.STREAM_TRUNCATED) {
			misses.found.add("cut off, but gave " + ((reason != null) ? reason : seen));
		}
		misses.equal("events", 0, seen.events().size());
		return misses.found;
	}

	private void outcome(ExpectedAnswer expected, Exchange seen) {
		long completions = seen.events().stream().filter(ChatEvent.Completed.class::isInstance).count();
		boolean fails = expected.error() != null || !expected.complete();
		equal("completions", fails ? 0L : 1L, completions);
		if (!fails) {
			equal("failure", null, seen.failure());
			if (seen.failure() == null) {
				equal("requestId", expected.requestId(), seen.answer().requestId());
				answer(expected, seen.answer());
			}
		}
		else if (seen.failure() instanceof LlmException exception) {
			failure(expected, exception);
		}
		else {
			equal("failure", "an LlmException", seen.failure());
		}
	}

	private void failure(ExpectedAnswer expected, LlmException exception) {
		ExpectedError error = expected.error();
		equal("reason", (error != null) ? error.reason() : Reason.STREAM_TRUNCATED, exception.reason());
		if (error != null) {
			equal("retryAfter", error.retryAfter(), exception.retryAfter());
			equal("requestId", error.requestId(), exception.requestId());
			if (error.status() != null) {
				equal("status", error.status(), exception.status());
			}
			if (error.retryable() != null) {
				equal("retryable", error.retryable(), exception.retryable());
			}
		}
		if (expected.hasContent()) {
			answer(expected, exception.partial());
		}
		else if (exception.partial() != null) {
			equal("partial content", List.of(), visible(exception.partial()));
		}
	}

	/**
	 * What an answer says, without what only the service can read.
	 */
	private static List<Content> visible(ChatResponse answer) {
		return answer.message()
			.content()
			.stream()
			.filter((content) -> !(content instanceof Content.Reasoning reasoning) || !reasoning.text().isEmpty())
			.toList();
	}

	private void answer(ExpectedAnswer expected, ChatResponse answer) {
		if (answer == null) {
			this.found.add("no answer, expected " + expected);
			return;
		}
		equal("id", expected.id(), answer.id());
		equal("model", expected.model(), answer.model());
		equal("text", expected.text(), answer.content());
		equal("reasoning", expected.reasoning(), Objects.requireNonNullElse(answer.reasoning(), ""));
		equal("finishReason", expected.finish(), answer.finishReason());
		equal("rawFinishReason", expected.rawFinish(), answer.rawFinishReason());
		equal("usage", expected.usage(), new Counts(answer.usage().inputTokens(), answer.usage().cachedInputTokens(),
				answer.usage().cacheWriteTokens(), answer.usage().outputTokens(), answer.usage().reasoningTokens()));
		equal("details", expected.details(), ExpectedDetails.of(answer));
		calls(expected.calls(), answer.toolCalls());
	}

	private void calls(List<Call> expected, List<Content.ToolCall> calls) {
		equal("number of calls", expected.size(), calls.size());
		for (int i = 0; i < Math.min(expected.size(), calls.size()); i++) {
			Call call = expected.get(i);
			if (!call.id().isEmpty()) {
				equal("id of call " + i, call.id(), calls.get(i).id());
			}
			equal("name of call " + i, call.name(), calls.get(i).name());
			equal("arguments of call " + i, arguments(call.arguments()), arguments(calls.get(i).arguments()));
		}
		equal("different ids of calls", calls.size(),
				(int) calls.stream().map(Content.ToolCall::id).filter((id) -> !id.isBlank()).distinct().count());
	}

	/**
	 * The pieces of a stream add up to the answer, or to what an exception kept.
	 */
	private void pieces(Exchange seen) {
		String text = "";
		String reasoning = "";
		Map<Integer, Content.ToolCall> calls = new LinkedHashMap<>();
		for (ChatEvent event : seen.events()) {
			if (event instanceof ChatEvent.TextDelta delta) {
				equal("emptiness of a piece", false, delta.text().isEmpty());
				text += delta.text();
			}
			else if (event instanceof ChatEvent.ReasoningDelta delta) {
				equal("emptiness of a piece", false, delta.text().isEmpty());
				reasoning += delta.text();
			}
			else if (event instanceof ChatEvent.ToolCallDelta delta) {
				piece(calls, delta);
			}
		}
		ChatResponse answer = seen.answer();
		equal("pieces of text", (answer != null) ? answer.content() : "", text);
		equal("pieces of reasoning", (answer != null && answer.reasoning() != null) ? answer.reasoning() : "",
				reasoning);
		equal("pieces of calls", (answer != null) ? answer.toolCalls().stream().map(Misses::shown).toList() : List.of(),
				calls.values().stream().map(Misses::shown).toList());
		if (seen.failure() == null) {
			equal("last event is the completion", true,
					seen.events().get(seen.events().size() - 1) instanceof ChatEvent.Completed);
		}
	}

	private void piece(Map<Integer, Content.ToolCall> calls, ChatEvent.ToolCallDelta delta) {
		Content.ToolCall call = calls.get(delta.index());
		if (call == null) {
			equal("index of a new call", calls.size(), delta.index());
			equal("name in the first piece", true, delta.id() != null && delta.name() != null);
			call = new Content.ToolCall(String.valueOf(delta.id()), String.valueOf(delta.name()), "");
		}
		else {
			equal("name in a later piece", true, delta.id() == null && delta.name() == null);
		}
		calls.put(delta.index(), new Content.ToolCall(call.id(), call.name(), call.arguments() + delta.arguments()));
	}

	private static List<Object> shown(Content.ToolCall call) {
		return List.of(call.id(), call.name(), arguments(call.arguments()));
	}

	/**
	 * Arguments as a tree, or as text where they are no JSON; none are an empty object.
	 */
	private static Object arguments(String arguments) {
		try {
			return Recording.JSON.readTree(arguments.isBlank() ? "{}" : arguments);
		}
		catch (JacksonException ex) {
			return arguments;
		}
	}

	private void equal(String what, Object expected, Object seen) {
		if (!Objects.equals(expected, seen)) {
			this.found.add(what + ": expected <" + expected + "> but was <" + shown(seen) + ">");
		}
	}

	private static String shown(Object seen) {
		return (seen instanceof Throwable failure) ? failure + " at "
				+ List.of(failure.getStackTrace())
					.stream()
					.limit(3)
					.map(Object::toString)
					.collect(Collectors.joining(", "))
				: String.valueOf(seen);
	}

}
