package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Citation;
import io.github.llmspring.Cost;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Media;
import io.github.llmspring.ProviderData;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the making: grows piece by piece and tells an observer what was added.
 */
public final class Answer {

	private static final Json JSON = Json.ofDepth(DialectKey.JSON_DEPTH.defaultValue());

	private final AnswerParts parts = new AnswerParts();

	private final List<String> warnings = new ArrayList<>();

	private int toolCalls;

	private @Nullable String id;

	private @Nullable String model;

	private @Nullable FinishReason finishReason;

	private @Nullable String rawFinishReason;

	private @Nullable AnswerDetails details;

	/**
	 * Sets the answer's id unless it is known already or the given one is empty.
	 * @param id the id, or {@code null}
	 */
	public void id(@Nullable String id) {
		if (this.id == null && id != null && !id.isEmpty()) {
			this.id = id;
		}
	}

	/**
	 * Whether the id is known, so that it need not be read again.
	 * @return whether it is known
	 */
	public boolean hasId() {
		return this.id != null;
	}

	/**
	 * Sets the answering model unless it is known already or the given one is empty.
	 * @param model the model, or {@code null}
	 */
	public void model(@Nullable String model) {
		if (this.model == null && model != null && !model.isEmpty()) {
			this.model = model;
		}
	}

	/**
	 * Whether the model is known, so that it need not be read again.
	 * @return whether it is known
	 */
	public boolean hasModel() {
		return this.model != null;
	}

	/**
	 * Adds text.
	 * @param text the next piece; nothing happens if it is empty
	 * @param events told of the piece
	 */
	public void text(String text, Consumer<ChatEvent> events) {
		if (!text.isEmpty()) {
			this.parts.open(AnswerPart.Kind.TEXT).append(text);
			events.accept(new ChatEvent.TextDelta(text));
		}
	}

	/**
	 * Adds visible thinking.
	 * @param text the next piece; nothing happens if it is empty
	 * @param events told of the piece
	 */
	public void reasoning(String text, Consumer<ChatEvent> events) {
		if (!text.isEmpty()) {
			this.parts.open(AnswerPart.Kind.REASONING).append(text);
			events.accept(new ChatEvent.ReasoningDelta(text));
		}
	}

	/**
	 * Begins a tool call; what follows may go on with other calls in between.
	 * @param id the call's id, or {@code null} where the service gives none
	 * @param name the tool's name
	 * @param events told of the beginning
	 * @return the call's index, for {@link #arguments}
	 */
	public int toolCall(@Nullable String id, String name, Consumer<ChatEvent> events) {
		int index = this.toolCalls++;
		AnswerPart call = this.parts.begin(AnswerPart.Kind.TOOL_CALL);
		call.id = (id != null && !id.isEmpty()) ? id : "call_" + index;
		call.name = name;
		call.index = index;
		events.accept(new ChatEvent.ToolCallDelta(index, call.id, name, ""));
		return index;
	}

	/**
	 * Adds to the arguments of a tool call.
	 * @param index the call's index
	 * @param arguments the next piece of JSON; nothing happens if it is empty
	 * @param events told of the piece
	 */
	public void arguments(int index, String arguments, Consumer<ChatEvent> events) {
		if (!arguments.isEmpty()) {
			this.parts.toolCall(index).append(arguments);
			events.accept(new ChatEvent.ToolCallDelta(index, null, null, arguments));
		}
	}

	/**
	 * Adds media that the model made. It makes no event of its own.
	 * @param media the media
	 */
	public void media(Media media) {
		this.parts.begin(AnswerPart.Kind.MEDIA).media = media;
		this.parts.end();
	}

	/**
	 * Turns to the item at a position of the answer, for services that number them: what
	 * is added next goes on with that item, and stands before all items of a higher
	 * position whenever it comes.
	 * @param position the item's position
	 */
	public void turnTo(int position) {
		this.parts.turnTo(position);
	}

	/**
	 * Ends the current piece, so that more of the same kind becomes a piece of its own.
	 */
	public void endPart() {
		this.parts.end();
	}

	/**
	 * Attaches an opaque value to the current piece, or to a new empty piece of reasoning
	 * where there is none, and ends the piece.
	 * @param data the value
	 */
	public void providerData(ProviderData data) {
		this.parts.currentOrReasoning().providerData = data;
		this.parts.end();
	}

	/**
	 * Attaches an opaque value about all of the thinking to its last piece, or to a new
	 * empty piece of reasoning where there is none.
	 * @param data the value
	 */
	public void reasoningData(ProviderData data) {
		this.parts.lastReasoning().providerData = data;
	}

	/**
	 * Adds a citation of what the current piece of text says as a whole.
	 * @param citation the citation, without its place
	 */
	public void cite(Citation citation) {
		details().cite(new CitedPlace(citation, this.parts.open(AnswerPart.Kind.TEXT), this.parts.position(),
				TextUnit.CODE_POINTS, -1, -1));
	}

	/**
	 * Adds a citation at a place of the text of the item that is turned to; where items
	 * are not numbered, that is all of the text.
	 * @param citation the citation, without its place
	 * @param unit what is counted
	 * @param start where the place begins, -1 where it is not known
	 * @param end where the place ends
	 */
	public void cite(Citation citation, TextUnit unit, int start, int end) {
		details().cite(new CitedPlace(citation, null, this.parts.position(), unit, start, end));
	}

	/**
	 * Adds how likely the next tokens of the answer were.
	 * @param tokens the tokens, possibly none
	 */
	public void logProbabilities(List<TokenLogProbability> tokens) {
		if (!tokens.isEmpty()) {
			details().logProbabilities(tokens);
		}
	}

	/**
	 * What is told about the answer beside its content.
	 * @return the details, begun where there are none yet
	 */
	public AnswerDetails details() {
		AnswerDetails known = (this.details != null) ? this.details : new AnswerDetails();
		this.details = known;
		return known;
	}

	/**
	 * Sets why the model stopped.
	 * @param reason the reason in our words
	 * @param raw the reason in the service's word
	 */
	public void finish(FinishReason reason, @Nullable String raw) {
		this.finishReason = reason;
		this.rawFinishReason = raw;
	}

	/**
	 * Whether the reason why the model stopped is known.
	 * @return whether it is known
	 */
	public boolean finished() {
		return this.finishReason != null;
	}

	/**
	 * Adds a warning for the caller.
	 * @param warning a sentence
	 */
	public void warn(String warning) {
		this.warnings.add(warning);
	}

	/**
	 * The answer so far.
	 * @param usage what is known of its cost in tokens
	 * @return the answer; a stop with tool calls in it reads {@code TOOL_CALLS}, and
	 * {@code LENGTH} where the last call was cut off
	 */
	public ChatResponse response(Usage usage) {
		return response(usage, null);
	}

	/**
	 * The answer so far.
	 * @param usage what is known of its cost in tokens
	 * @param cost what the service says that it charges, or {@code null} where it does
	 * not tell
	 * @return the answer; a stop with tool calls in it reads {@code TOOL_CALLS}, and
	 * {@code LENGTH} where the last call was cut off
	 */
	public ChatResponse response(Usage usage, @Nullable Cost cost) {
		ChatResponse.Builder response = ChatResponse.builder().id(this.id).model(this.model).usage(usage).cost(cost);
		for (AnswerPart part : this.parts.all()) {
			if (part.present()) {
				response.content(part.content());
			}
		}
		if (this.details != null) {
			this.details.addTo(response, this.parts.all());
		}
		return response.finishReason(reason(), this.rawFinishReason).warnings(this.warnings).build();
	}

	private FinishReason reason() {
		FinishReason told = (this.finishReason != null) ? this.finishReason : FinishReason.OTHER;
		boolean asksForCalls = told == FinishReason.TOOL_CALLS || told == FinishReason.STOP;
		if (!asksForCalls || this.toolCalls == 0) {
			return told;
		}
		String lastCall = this.parts.toolCall(this.toolCalls - 1).text();
		return JSON.endsEarly(lastCall) ? FinishReason.LENGTH : FinishReason.TOOL_CALLS;
	}

}
