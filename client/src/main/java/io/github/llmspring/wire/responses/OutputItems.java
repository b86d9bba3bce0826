package io.github.llmspring.wire.responses;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ProviderData;
import io.github.llmspring.TokenLogProbability;
import io.github.llmspring.wire.Annotation;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerTool;

/**
 * Turns output items into an answer, whether they come whole or bit by bit.
 * <p>
 * Items are told apart by their index only: their ids change from event to event with
 * some services. An item that is done says all of it once more; that counts where no
 * piece of it came before.
 */
final class OutputItems {

	static final String TEXT_DELTA = "response.output_text.delta";

	static final String REFUSAL_DELTA = "response.refusal.delta";

	static final String REASONING_DELTA = "response.reasoning_text.delta";

	static final String SUMMARY_DELTA = "response.reasoning_summary_text.delta";

	static final String ARGUMENTS_DELTA = "response.function_call_arguments.delta";

	static final String ARGUMENTS_DONE = "response.function_call_arguments.done";

	private final Answer answer;

	private final Map<Integer, Item> items = new HashMap<>();

	private boolean refused;

	private boolean wantsTool;

	OutputItems(Answer answer) {
		this.answer = answer;
	}

	/**
	 * Begins an item.
	 * @param index the item's index
	 * @param begun what the item holds already; thinking in encrypted form may be cut
	 * @param events told of what the item adds
	 */
	void begin(int index, OutputItem begun, Consumer<ChatEvent> events) {
		Item item = turnTo(index);
		if (!begun.type().equals(OutputItem.FUNCTION_CALL) || !begun.name().isEmpty()) {
			add(item, begun, events);
		}
	}

	/**
	 * Adds to an item.
	 * @param event what is added
	 * @param index the item's index
	 * @param piece the next piece, possibly empty
	 * @param events told of what the piece adds
	 */
	void add(String event, int index, String piece, Consumer<ChatEvent> events) {
		if (piece.isEmpty()) {
			return;
		}
		Item item = turnTo(index);
		switch (event) {
			case REFUSAL_DELTA -> {
				refuse(item, piece);
				text(item, piece, events);
			}
			case REASONING_DELTA -> thinking(item, piece, events);
			case SUMMARY_DELTA -> summary(item, piece, events);
			case ARGUMENTS_DELTA -> arguments(item, piece, events);
			case ARGUMENTS_DONE -> {
				if (!item.hasArguments) {
					arguments(item, piece, events);
				}
			}
			default -> text(item, piece, events);
		}
	}

	/**
	 * Ends an item.
	 * @param index the item's index
	 * @param done the whole item
	 * @param events told of what the item adds
	 */
	void end(int index, OutputItem done, Consumer<ChatEvent> events) {
		Item item = turnTo(index);
		add(item, done, events);
		ProviderData data = done.providerData();
		if (data != null && (item.hasText || !done.type().equals(OutputItem.MESSAGE))) {
			this.answer.providerData(data);
		}
		this.wantsTool |= done.type().equals("custom_tool_call");
	}

	private Item turnTo(int index) {
		this.answer.turnTo(index);
		return this.items.computeIfAbsent(index, (unknown) -> new Item());
	}

	private void add(Item item, OutputItem known, Consumer<ChatEvent> events) {
		switch (known.type()) {
			case OutputItem.MESSAGE -> {
				message(item, known.content(), events);
			}
			case OutputItem.REASONING -> {
				if (!item.hasSummary) {
					summary(item, known.summary().text(), events);
				}
				if (!item.hasThinking) {
					thinking(item, known.content().text(), events);
				}
			}
			case OutputItem.FUNCTION_CALL -> {
				item.answers |= known.name().equals(AnswerTool.NAME);
				if (item.call < 0 && !item.answers) {
					item.call = this.answer.toolCall(known.callId(), known.name(), events);
				}
				if (!item.hasArguments) {
					arguments(item, known.arguments(), events);
				}
			}
			default -> {
			}
		}
	}

	private void message(Item item, ContentParts content, Consumer<ChatEvent> events) {
		if (content.refusal() != null && !item.refused) {
			refuse(item, content.refusal());
		}
		if (!item.hasText) {
			text(item, content.text(), events);
		}
		if (!item.hasLogProbabilities) {
			logProbabilities(item, content.logProbabilities());
		}
		content.annotations().forEach((annotation) -> annotation.addTo(this.answer));
	}

	/**
	 * Adds how likely the tokens of a piece were.
	 * @param index the item's index
	 * @param tokens the tokens, possibly none
	 */
	void logProbabilities(int index, List<TokenLogProbability> tokens) {
		if (!tokens.isEmpty()) {
			logProbabilities(turnTo(index), tokens);
		}
	}

	/**
	 * Adds a citation; the item repeats it when it is done.
	 * @param index the item's index
	 * @param annotation the citation at a place of the item's text
	 */
	void annotate(int index, Annotation annotation) {
		turnTo(index);
		annotation.addTo(this.answer);
	}

	private void logProbabilities(Item item, List<TokenLogProbability> tokens) {
		item.hasLogProbabilities |= !tokens.isEmpty();
		this.answer.logProbabilities(tokens);
	}

	private void refuse(Item item, String text) {
		item.refused = true;
		this.refused = true;
		this.answer.details().refuse(text);
	}

	private void text(Item item, String text, Consumer<ChatEvent> events) {
		item.hasText |= !text.isEmpty();
		this.answer.text(text, events);
	}

	private void thinking(Item item, String text, Consumer<ChatEvent> events) {
		item.hasThinking |= !text.isEmpty();
		this.answer.reasoning(text, events);
	}

	private void summary(Item item, String text, Consumer<ChatEvent> events) {
		item.hasSummary |= !text.isEmpty();
		this.answer.reasoning(text, events);
	}

	/**
	 * Adds what is passed to a tool. To the tool of the answer it is the answer's text.
	 */
	private void arguments(Item item, String arguments, Consumer<ChatEvent> events) {
		if (item.answers) {
			item.hasArguments |= !arguments.isEmpty();
			this.answer.text(arguments, events);
		}
		else if (item.call >= 0) {
			item.hasArguments |= !arguments.isEmpty();
			this.answer.arguments(item.call, arguments, events);
		}
	}

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	/**
	 * Whether the model refuses to answer.
	 * @return whether it refuses
	 */
	boolean refused() {
		return this.refused;
	}

	/**
	 * Whether the answer calls a tool that is no function.
	 * @return whether it does
	 */
	boolean wantsTool() {
		return this.wantsTool;
	}

	/**
	 * What is known of an item that is under way.
	 */
	private static final class Item {

		private boolean hasText;

		private boolean hasSummary;

		private boolean hasThinking;

		private boolean hasArguments;

		private boolean answers;

		private boolean hasLogProbabilities;

		private boolean refused;

		private int call = -1;

	}

}
