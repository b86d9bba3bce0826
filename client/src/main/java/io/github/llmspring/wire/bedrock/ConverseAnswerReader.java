package io.github.llmspring.wire.bedrock;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.AnswerReader;
import io.github.llmspring.wire.AnswerTool;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.FinishReasons;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.ThinkingProof;
import io.github.llmspring.wire.TokenCounts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads conversations: a whole answer holds its content blocks, the events of a stream
 * what to add to which block. Only a tool call has a beginning of its own.
 */
final class ConverseAnswerReader implements AnswerReader {

	private final Answer answer = new Answer();

	private final TokenCounts counts = new TokenCounts();

	private final ContentBlock block;

	/**
	 * Index of the tool call by the index of its block. Calls of tools that run at the
	 * service are not in it: they are nobody's to answer.
	 */
	private final Map<Integer, Integer> calls = new HashMap<>(0);

	/**
	 * What tools at the service left by the index of its block.
	 */
	private final Map<Integer, ServerTool> serverTools = new TreeMap<>();

	private final Json json;

	private int answerBlock = -1;

	private String stopReason = "";

	private boolean begun;

	ConverseAnswerReader(Dialect dialect) {
		this.json = dialect.json();
		this.block = new ContentBlock(this.json);
	}

	@Override
	public void read(JsonParser parser, Consumer<ChatEvent> events) {
		int index = 0;
		boolean added = false;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			switch (name) {
				case "contentBlockIndex" -> index = (value == JsonToken.VALUE_NUMBER_INT) ? parser.getIntValue() : 0;
				case "delta", "start" -> added = this.block.read(parser);
				case "output" -> output(parser, events);
				case "stopReason" -> stopReason(parser);
				case "usage" -> this.counts.read(parser);
				default -> parser.skipChildren();
			}
		}
		if (added) {
			this.begun = true;
			add(index, events);
		}
	}

	private void stopReason(JsonParser parser) {
		String raw = Json.text(parser);
		if (raw != null && !raw.isEmpty()) {
			this.begun = true;
			this.stopReason = raw;
			this.answer.finish(FinishReasons.of(raw), raw);
		}
	}

	private void output(JsonParser parser, Consumer<ChatEvent> events) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return;
		}
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			if (name.equals("message") && value == JsonToken.START_OBJECT) {
				output(parser, events);
			}
			else if (name.equals("content") && value == JsonToken.START_ARRAY) {
				content(parser, events);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private void content(JsonParser parser, Consumer<ChatEvent> events) {
		this.begun = true;
		for (int index = 0; Json.next(parser) != JsonToken.END_ARRAY; index++) {
			if (this.block.read(parser)) {
				add(index, events);
			}
		}
	}

	private void add(int index, Consumer<ChatEvent> events) {
		this.answer.turnTo(index);
		if (this.block.isCall()) {
			call(index, events);
			return;
		}
		result(index, this.block.result());
		this.answer.reasoning(this.block.reasoning(), events);
		this.answer.text(this.block.text(), events);
		this.block.citations().forEach(this.answer::cite);
		if (!this.block.signature().isEmpty()) {
			proof(false, this.block.signature());
		}
		if (!this.block.redacted().isEmpty()) {
			proof(true, this.block.redacted());
		}
	}

	private void proof(boolean redacted, String value) {
		this.answer.providerData(new ThinkingProof(redacted, value).toProviderData(BedrockConverseFormat.ID));
	}

	private void result(int index, @Nullable JsonNode result) {
		if (result instanceof ObjectNode begun) {
			this.serverTools.put(index, ServerTool.result(begun));
			return;
		}
		ServerTool known = (result != null) ? this.serverTools.get(index) : null;
		if (known != null && result != null) {
			known.addContent(result);
		}
	}

	private void call(int index, Consumer<ChatEvent> events) {
		if (this.block.name().equals(AnswerTool.NAME)) {
			this.answerBlock = index;
		}
		else if (this.block.isServerCall()) {
			this.serverTools.put(index, ServerTool.call(this.block.id(), this.block.name()));
		}
		else if (!this.block.name().isEmpty()) {
			this.calls.put(index, this.answer.toolCall(this.block.id(), this.block.name(), events));
		}
		if (index == this.answerBlock) {
			this.answer.text(this.block.input(), events);
		}
		ServerTool atTheService = this.serverTools.get(index);
		if (atTheService != null) {
			atTheService.addInput(this.block.input());
		}
		Integer call = this.calls.get(index);
		if (call != null) {
			this.answer.arguments(call, this.block.input(), events);
		}
	}

	@Override
	public boolean begun() {
		return this.begun;
	}

	@Override
	public boolean ended() {
		return this.answer.finished();
	}

	@Override
	public ChatResponse response() {
		this.serverTools.forEach((index, block) -> {
			this.answer.turnTo(index);
			this.answer.providerData(block.toProviderData(this.json));
		});
		this.serverTools.clear();
		if (this.answerBlock >= 0 && FinishReasons.of(this.stopReason) == FinishReason.TOOL_CALLS) {
			this.answer.finish(FinishReason.STOP, this.stopReason);
		}
		return this.answer.response(usage());
	}

	/**
	 * The service counts input that came from or went to its cache apart from other
	 * input; output includes thinking.
	 */
	private Usage usage() {
		Long cacheRead = this.counts.get("cacheReadInputTokens");
		Long cacheWrite = this.counts.get("cacheWriteInputTokens");
		Long input = TokenCounts.sum(this.counts.get("inputTokens"), cacheRead, cacheWrite);
		return new Usage(input, cacheRead, cacheWrite, this.counts.get("outputTokens"), null, this.counts.all());
	}

}
