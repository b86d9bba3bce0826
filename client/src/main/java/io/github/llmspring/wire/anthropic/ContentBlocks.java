package io.github.llmspring.wire.anthropic;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerTool;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.ThinkingProof;
import org.jspecify.annotations.Nullable;

/**
 * Turns content blocks into an answer, whether they come whole or bit by bit.
 * <p>
 * Blocks of kinds that are not known here, such as those of tools that run at the
 * service, are kept to be sent back, with all that is added to them.
 */
final class ContentBlocks {

	private final Answer answer;

	private final Json json;

	/**
	 * Index of the tool call by the index of its block, for calls whose arguments follow.
	 */
	private final Map<Integer, Integer> openCalls = new HashMap<>(0);

	private String signature = "";

	private int answerBlock = -1;

	private @Nullable KeptBlock kept;

	ContentBlocks(Answer answer, Json json) {
		this.answer = answer;
		this.json = json;
	}

	/**
	 * Begins a block.
	 * @param index the block's index
	 * @param block what the block holds already
	 * @param events told of what the block adds
	 */
	void start(int index, ContentPiece block, Consumer<ChatEvent> events) {
		stop();
		this.answer.endPart();
		switch (block.type()) {
			case "text" -> {
				this.answer.text(block.text(), events);
				block.citations().forEach(this.answer::cite);
			}
			case "thinking" -> {
				this.answer.reasoning(block.text(), events);
				this.signature = block.proof();
			}
			case "redacted_thinking" ->
				this.answer.providerData(new ThinkingProof(true, block.proof()).toProviderData(AnthropicFormat.ID));
			case "tool_use" -> {
				if (block.name().equals(AnswerTool.NAME)) {
					answer(index, block, events);
					return;
				}
				int call = this.answer.toolCall(block.id(), block.name(), events);
				if (!block.arguments().isEmpty() && !block.arguments().equals("{}")) {
					this.answer.arguments(call, block.arguments(), events);
				}
				else {
					this.openCalls.put(index, call);
				}
			}
			default -> {
				if (block.isForeign()) {
					this.kept = new KeptBlock(block.foreignFields(), block.arguments());
				}
			}
		}
	}

	/**
	 * Takes what is passed to the tool of the answer as the answer's text.
	 */
	private void answer(int index, ContentPiece block, Consumer<ChatEvent> events) {
		this.answerBlock = index;
		this.answer.text(block.arguments().equals("{}") ? "" : block.arguments(), events);
	}

	/**
	 * Whether the answer came as a call of the tool of the answer.
	 * @return whether it did
	 */
	boolean answered() {
		return this.answerBlock >= 0;
	}

	/**
	 * Adds to a block.
	 * @param index the block's index
	 * @param piece what is added
	 * @param events told of what the piece adds
	 */
	void add(int index, ContentPiece piece, Consumer<ChatEvent> events) {
		switch (piece.type()) {
			case "text_delta" -> this.answer.text(piece.text(), events);
			case "thinking_delta" -> this.answer.reasoning(piece.text(), events);
			case "citations_delta" -> piece.citations().forEach(this.answer::cite);
			case "signature_delta" -> this.signature = piece.proof();
			case "input_json_delta" -> {
				if (index == this.answerBlock) {
					this.answer.text(piece.arguments(), events);
				}
				else if (this.kept != null) {
					this.kept.addInput(piece.arguments());
				}
				Integer call = this.openCalls.get(index);
				if (call != null) {
					this.answer.arguments(call, piece.arguments(), events);
				}
			}
			default -> {
				if (this.kept != null && piece.isForeign()) {
					Map<String, String> fields = piece.foreignFields();
					fields.remove("type");
					this.kept.add(fields);
				}
			}
		}
	}

	/**
	 * Ends the current block.
	 */
	void stop() {
		if (!this.signature.isEmpty()) {
			this.answer.providerData(new ThinkingProof(false, this.signature).toProviderData(AnthropicFormat.ID));
			this.signature = "";
		}
		KeptBlock block = this.kept;
		if (block != null) {
			this.kept = null;
			this.answer.providerData(block.whole(this.json).toProviderData());
		}
	}

}
