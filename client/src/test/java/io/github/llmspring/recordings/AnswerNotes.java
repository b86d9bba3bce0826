package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.Citation;
import io.github.llmspring.FinishReason;
import io.github.llmspring.SafetyRating;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.recordings.ExpectedAnswer.Call;
import io.github.llmspring.recordings.ExpectedAnswer.Counts;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a reader noted of an answer so far.
 * <p>
 * It and the readers are written from the wire pages alone and know nothing of how the
 * library reads: that is what makes their agreement worth something.
 */
abstract class AnswerNotes {

	private static final Map<FinishReason, Set<String>> WORDS = Map.of(FinishReason.STOP, Set.of("stop", "end_turn",
			"stop_sequence", "STOP", "eos", "completed", "COMPLETE", "STOP_SEQUENCE", "load", "unload"),
			FinishReason.LENGTH,
			Set.of("length", "max_tokens", "MAX_TOKENS", "model_length", "model_context_window_exceeded",
					"max_output_tokens"),
			FinishReason.TOOL_CALLS, Set.of("tool_calls", "function_call", "tool_use", "TOOL_CALL"),
			FinishReason.CONTENT_FILTER,
			Set.of("content_filter", "refusal", "sensitive", "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT",
					"SPII", "LANGUAGE", "IMAGE_SAFETY", "MODEL_ARMOR", "guardrail_intervened", "content_filtered"),
			FinishReason.PAUSE, Set.of("pause_turn"), FinishReason.ERROR, Set.of("error", "MALFORMED_FUNCTION_CALL",
					"UNEXPECTED_TOOL_CALL", "insufficient_system_resource", "network_error"));

	final Map<String, String> headers;

	final StringBuilder text = new StringBuilder();

	final StringBuilder reasoning = new StringBuilder();

	final List<CallNotes> calls = new ArrayList<>();

	final Map<String, SafetyRating> ratings = new HashMap<>();

	final List<TokenLogProbability> tokens = new ArrayList<>();

	String refusal;

	String id;

	/**
	 * Model that stands on an answer whose service names none.
	 */
	private String requestedModel;

	String model;

	String rawFinish;

	boolean filtered;

	boolean complete;

	/**
	 * Whether a server stopped that is too old to tell why.
	 */
	boolean stoppedSilently;

	ExpectedError error;

	AnswerNotes(Map<String, String> headers) {
		this.headers = headers;
	}

	static AnswerNotes of(Recording recording) {
		AnswerNotes notes = ofFormat(recording);
		notes.requestedModel = recording.model();
		return notes;
	}

	private static AnswerNotes ofFormat(Recording recording) {
		return switch (recording.wire()) {
			case CHAT_COMPLETIONS -> new ChatCompletionsNotes(recording.provider(), recording.headers());
			case MESSAGES, INVOKED_MESSAGES -> new MessagesNotes(recording.headers());
			case GENERATE_CONTENT -> new GenerateContentNotes(recording.headers());
			case RESPONSES -> new ResponsesNotes(recording.headers());
			case OLLAMA_CHAT -> new OllamaNotes(recording.headers());
			case COHERE_CHAT -> new CohereNotes(recording.headers());
			case CONVERSE -> new ConverseNotes(recording.headers());
			case PLAIN_COMPLETIONS, PLAIN_LINES, PLAIN_MESSAGES, TOKEN_COUNT -> new PlainNotes(recording.headers());
		};
	}

	/**
	 * Reads a whole answer.
	 */
	abstract void whole(JsonNode body);

	/**
	 * Reads the data of one event of a stream.
	 */
	abstract void event(String data);

	/**
	 * Tokens used so far as the service counts.
	 */
	abstract Counts counts();

	final ExpectedAnswer soFar() {
		List<Call> said = this.calls.stream()
			.map((call) -> new Call(call.id, call.name, call.arguments.toString()))
			.toList();
		return new ExpectedAnswer(this.id, ExpectedError.requestId(this.headers, Recording.JSON.missingNode()),
				(this.model != null) ? this.model : this.requestedModel, this.text.toString(),
				this.reasoning.toString(), said, finish(said), this.rawFinish, counts(),
				new ExpectedDetails(citations(), this.refusal, Set.copyOf(this.ratings.values()),
						List.copyOf(this.tokens)),
				this.complete, this.error);
	}

	/**
	 * Sources of the answer so far.
	 */
	abstract List<Citation> citations();

	final void refuse(String text) {
		this.refusal = (this.refusal != null) ? this.refusal + text : text;
	}

	final void rate(String category, String level, boolean blocked, boolean ofPrompt) {
		this.ratings.merge(category + " of prompt " + ofPrompt, new SafetyRating(category, level, blocked, ofPrompt),
				(known, latest) -> known.blocked() ? known : latest);
	}

	/**
	 * Notes results by category, each with whether something was filtered.
	 */
	final void filterResults(JsonNode results, boolean ofPrompt) {
		for (Map.Entry<String, JsonNode> result : results.properties()) {
			JsonNode found = result.getValue();
			if (found.has("filtered")) {
				String detected = found.path("detected").asBoolean(false) ? "detected" : "safe";
				String level = found.has("severity") ? found.path("severity").asString()
						: found.has("detected") ? detected : null;
				rate(result.getKey(), level, found.path("filtered").asBoolean(), ofPrompt);
			}
		}
	}

	/**
	 * Tokens of a list with {@code logprob} and {@code top_logprobs}.
	 */
	static List<TokenLogProbability> tokens(JsonNode list) {
		List<TokenLogProbability> tokens = new ArrayList<>();
		for (JsonNode token : list.values()) {
			byte[] bytes = token.path("bytes").isArray() ? new byte[token.path("bytes").size()] : null;
			for (int i = 0; bytes != null && i < bytes.length; i++) {
				bytes[i] = (byte) token.path("bytes").path(i).asInt();
			}
			tokens.add(new TokenLogProbability(token.path("token").asString(), token.path("logprob").asDouble(), bytes,
					tokens(token.path("top_logprobs"))));
		}
		return tokens;
	}

	/**
	 * Place in a text that is counted in code points, after what stands before it.
	 */
	static Citation.Range codePoints(String text, int before, JsonNode start, JsonNode end) {
		return (start.isNumber() && end.isNumber())
				? new Citation.Range(before + text.offsetByCodePoints(0, start.asInt()),
						before + text.offsetByCodePoints(0, end.asInt()))
				: null;
	}

	private FinishReason finish(List<Call> said) {
		FinishReason word = (this.filtered) ? FinishReason.CONTENT_FILTER
				: WORDS.entrySet()
					.stream()
					.filter((entry) -> this.rawFinish != null && entry.getValue().contains(this.rawFinish))
					.map(Map.Entry::getKey)
					.findFirst()
					.orElse(FinishReason.OTHER);
		if (this.stoppedSilently) {
			word = FinishReason.STOP;
		}
		boolean untold = this.complete && this.rawFinish == null;
		if ((word == FinishReason.STOP || untold) && !said.isEmpty()) {
			word = FinishReason.TOOL_CALLS;
		}
		boolean cutOff = !said.isEmpty() && !readable(said.get(said.size() - 1).arguments());
		return (word == FinishReason.TOOL_CALLS && cutOff) ? FinishReason.LENGTH : word;
	}

	private static boolean readable(String arguments) {
		try {
			return arguments.isBlank() || Recording.JSON.readTree(arguments) != null;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	final CallNotes call(String id, String name) {
		CallNotes call = new CallNotes(id, name);
		this.calls.add(call);
		return call;
	}

	final void identify(JsonNode id, JsonNode model) {
		this.id = (this.id != null) ? this.id : word(id);
		this.model = (this.model != null) ? this.model : word(model);
	}

	/**
	 * Text of a node, {@code null} where it is absent or empty.
	 */
	static String word(JsonNode node) {
		return (node.isString() && !node.asString().isEmpty()) ? node.asString() : null;
	}

	static Long count(JsonNode node) {
		return node.isNumber() ? node.asLong() : null;
	}

	/**
	 * Sum of the counts that are known, {@code null} where none is.
	 */
	static Long sum(Long... counts) {
		Long sum = null;
		for (Long count : counts) {
			if (count != null) {
				sum = (sum != null) ? sum + count : count;
			}
		}
		return sum;
	}

	/**
	 * A tool call of which pieces were seen.
	 */
	static final class CallNotes {

		String id;

		String name;

		int index = -1;

		final StringBuilder arguments = new StringBuilder();

		CallNotes(String id, String name) {
			this.id = (id != null) ? id : "";
			this.name = (name != null) ? name : "";
		}

	}

}
